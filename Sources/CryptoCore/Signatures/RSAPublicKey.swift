/// An RSA public key that verifies signatures with PKCS #1 v1.5 padding.
///
/// RFC 8017 section 8.2.
public struct RSAPublicKey: Sendable {
    private let key: PKey

    init(_ key: PKey) {
        self.key = key
    }

    /// Creates the key in a PEM text of at most 64 KiB.
    ///
    /// The key has 2048 to 16384 bits and an odd public exponent from 3 to 64 bits. It is the first of the text's
    /// `PUBLIC KEY` (SubjectPublicKeyInfo), `RSA PUBLIC KEY` (PKCS #1) and `CERTIFICATE` blocks; the dates and the issuer
    /// of a certificate are not checked. If the text has a private key that is not encrypted, the key is its public half
    /// instead, since certificates beside it may be another's. Other text is ignored, and lines may have any length and
    /// end.
    ///
    /// RFC 7468.
    ///
    /// - Throws: ``CryptoError/passphraseRequired(kind:)`` if the text has an encrypted private key alone: use
    ///   ``RSAPrivateKey/publicKey``; ``CryptoError/invalidKey(kind:reasons:)`` for anything else.
    public init(pemRepresentation pem: [UInt8]) throws(CryptoError) {
        key = try PKey.rsaPublicKey(inPEM: pem.span)
    }

    /// Creates the key in a PEM text.
    ///
    /// - Throws: ``CryptoError``, as the other initialiser.
    public init(pemRepresentation pem: String) throws(CryptoError) {
        try self.init(pemRepresentation: Array(pem.utf8))
    }

    /// The length of the modulus in bits.
    public var bitCount: Int { key.bitCount }

    /// Returns whether `signature` is a signature of `message` by this key.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` only if OpenSSL cannot tell, as under a policy that forbids
    ///   `hash`.
    public func isValidSignature(
        _ signature: Span<UInt8>, for message: Span<UInt8>, using hash: HashAlgorithm
    ) throws(CryptoError) -> Bool {
        try key.isValidSignature(signature, for: message, using: hash)
    }
}
