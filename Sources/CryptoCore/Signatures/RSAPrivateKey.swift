/// An RSA private key that signs with PKCS #1 v1.5 padding.
///
/// RFC 8017 section 8.2.
public struct RSAPrivateKey: Sendable {
    private let key: PKey

    /// Creates the key in a PEM text of at most 64 KiB.
    ///
    /// The key has 2048 to 16384 bits. It is the first private key in the text, as `RSA PRIVATE KEY` (PKCS #1),
    /// `PRIVATE KEY` or `ENCRYPTED PRIVATE KEY` (PKCS #8). Certificates and other text around it are ignored, as
    /// `openssl pkcs12` writes them. Lines may have any length and end.
    ///
    /// An encrypted key has to be so with PBES2 (RFC 8018 section 6.2), as OpenSSL does by default.
    ///
    /// A key whose numbers do not belong together is refused, also one without CRT exponents or with more than two
    /// primes. The check takes about as long as a signature.
    ///
    /// RFC 7468.
    ///
    /// - Parameters:
    ///   - pem: The text.
    ///   - passphrase: Decrypts the key if it is encrypted.
    /// - Throws: ``CryptoError/passphraseRequired(kind:)`` and ``CryptoError/wrongPassphrase(kind:)`` for an encrypted key,
    ///   ``CryptoError/invalidKey(kind:reasons:)`` for anything else.
    public init(pemRepresentation pem: SecretBytes, passphrase: SecretBytes? = nil) throws(CryptoError) {
        key = try pem.withBytes { bytes throws(CryptoError) in
            try PKey.rsaPrivateKey(inPEM: bytes, passphrase: passphrase)
        }
    }

    /// Creates the key in a PEM text, which is not wiped. To have it wiped, pass ``SecretBytes``.
    ///
    /// - Parameters:
    ///   - pem: The text.
    ///   - passphrase: Decrypts the key if it is encrypted.
    /// - Throws: ``CryptoError``, as the other initialiser.
    public init(pemRepresentation pem: String, passphrase: SecretBytes? = nil) throws(CryptoError) {
        try self.init(pemRepresentation: SecretBytes(utf8: pem), passphrase: passphrase)
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
