/// An RSA private key that signs with PKCS #1 v1.5 padding (RFC 8017 section 8.2).
public struct RSAPrivateKey: Sendable {
    private let key: PKey

    /// Reads a PEM text (RFC 7468) of at most 64 KiB with a key of 2048 to 16384 bits, as
    /// `RSA PRIVATE KEY` (PKCS #1) or `PRIVATE KEY` (PKCS #8). The first PEM block counts; text around it
    /// is left alone.
    ///
    /// A key whose numbers do not belong together is refused: altered CRT exponents among them, keys
    /// without these, and keys of more than two primes. That takes about as long as one signature.
    /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` for anything else, encrypted keys included:
    ///   nobody is asked for a password.
    public init(pem: SecretBytes) throws(CryptoError) {
        key = try pem.withBytes { bytes throws(CryptoError) in try PKey(rsaPEM: bytes, isPrivate: true) }
    }

    /// Reads a PEM text. The text that you pass is not wiped; pass ``SecretBytes`` if that matters to you.
    public init(pem: String) throws(CryptoError) {
        try self.init(pem: SecretBytes(utf8: pem))
    }

    /// The length of the modulus in bits.
    public var bitCount: Int { key.bitCount }

    /// The public half.
    public var publicKey: RSAPublicKey { RSAPublicKey(key) }

    /// The signature of `message`, in bytes as long as the modulus; always the same for the same message.
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` where OpenSSL refuses, as it does for SHA-1
    ///   under the policy of some distributions.
    public func sign(_ message: Span<UInt8>, using hash: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        try key.sign(message, using: hash)
    }
}
