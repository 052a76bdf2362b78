/// An RSA private key that signs with PKCS #1 v1.5 padding (RFC 8017 section 8.2).
public struct RSAPrivateKey: Sendable {
    private let key: PKey

    /// Reads a PEM text (RFC 7468) with a key of 2048 to 16384 bits, as `RSA PRIVATE KEY` (PKCS #1) or
    /// `PRIVATE KEY` (PKCS #8). The first PEM block counts; text around it is left alone.
    ///
    /// Signs and verifies once, so that a key whose parts do not belong together is refused here.
    /// - Throws: ``CryptoError/invalidKey(kind:reasons:)`` for anything else, encrypted keys included.
    public init(pem: SecretBytes) throws(CryptoError) {
        key = try pem.withBytes { bytes throws(CryptoError) in try PKey(rsaPEM: bytes, isPrivate: true) }
        let probe: [UInt8] = [0x70, 0x72, 0x6f, 0x62, 0x65]
        let signature = try key.sign(probe.span, using: .sha256)
        guard try key.isValid(signature.span, for: probe.span, using: .sha256) else {
            throw .invalidKey(kind: "RSA private key", reasons: ["its parts do not belong together"])
        }
    }

    /// Reads a PEM text. The text that you pass is not wiped; pass ``SecretBytes`` if that matters to you.
    public init(pem: String) throws(CryptoError) {
        try self.init(pem: SecretBytes(utf8: pem))
    }

    /// The length of the modulus in bits.
    public var bitCount: Int { key.bitCount }

    /// The public half.
    public var publicKey: RSAPublicKey { RSAPublicKey(key) }

    /// The signature of `message`, as long as the modulus.
    public func sign(_ message: Span<UInt8>, using hash: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        try key.sign(message, using: hash)
    }
}
