/// An RSA public key that verifies signatures with PKCS #1 v1.5 padding (RFC 8017 section 8.2).
public struct RSAPublicKey: Sendable {
    private let key: PKey

    init(_ key: PKey) {
        self.key = key
    }

    /// Reads a PEM text (RFC 7468) of at most 64 KiB with a key of 2048 to 16384 bits and an odd public
    /// exponent from 3 to 64 bits, as `PUBLIC KEY` (SubjectPublicKeyInfo), `RSA PUBLIC KEY` (PKCS #1), or
    /// the key inside a `CERTIFICATE`, of which nothing else is judged: neither dates nor issuer. The first
    /// PEM block counts; text around it is left alone.
    /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` for anything else, private keys included.
    public init(pem: [UInt8]) throws(CryptoError) {
        key = try PKey(rsaPEM: pem.span, isPrivate: false)
    }

    /// Reads a PEM text.
    public init(pem: String) throws(CryptoError) {
        try self.init(pem: Array(pem.utf8))
    }

    /// The length of the modulus in bits.
    public var bitCount: Int { key.bitCount }

    /// Whether `signature` is the one of `message` by the holder of the private key. False for whatever is
    /// none, of any length.
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` only where OpenSSL cannot tell, as under a policy
    ///   that forbids `hash`.
    public func isValid(
        _ signature: Span<UInt8>, for message: Span<UInt8>, using hash: HashAlgorithm
    ) throws(CryptoError) -> Bool {
        try key.isValid(signature, for: message, using: hash)
    }
}
