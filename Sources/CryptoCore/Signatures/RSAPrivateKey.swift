/// An RSA private key that signs with PKCS #1 v1.5 padding.
///
/// RFC 8017 section 8.2.
public struct RSAPrivateKey: Sendable {
    private let key: PKey

    /// Creates the key in a PEM text of at most 64 KiB.
    ///
    /// The key has 2048 to 16384 bits and stands in the first PEM block, as `RSA PRIVATE KEY` (PKCS #1) or
    /// `PRIVATE KEY` (PKCS #8). Text around the block is ignored.
    ///
    /// A key whose numbers do not belong together is refused, also one without CRT exponents or with more than two
    /// primes. The check takes about as long as a signature.
    ///
    /// RFC 7468.
    ///
    /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` for anything else, encrypted keys included.
    public init(pemRepresentation pem: SecretBytes) throws(CryptoError) {
        key = try pem.withBytes { bytes throws(CryptoError) in try PKey(rsaPEM: bytes, isPrivate: true) }
    }

    /// Creates the key in a PEM text, which is not wiped. To have it wiped, pass ``SecretBytes``.
    public init(pemRepresentation pem: String) throws(CryptoError) {
        try self.init(pemRepresentation: SecretBytes(utf8: pem))
    }

    /// The length of the modulus in bits.
    public var bitCount: Int { key.bitCount }

    /// The public key.
    public var publicKey: RSAPublicKey { RSAPublicKey(key) }

    /// Returns the signature of `message`, as long as the modulus. The same message always has the same signature.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL refuses, as it does for SHA-1 under the policy of
    ///   some distributions.
    public func signature(for message: Span<UInt8>, using hash: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        try key.signature(for: message, using: hash)
    }
}
