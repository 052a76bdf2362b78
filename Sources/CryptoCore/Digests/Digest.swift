/// Message digests.
public enum Digest {
    /// Returns the digest of `message`.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public static func hash(_ message: [UInt8], using algorithm: HashAlgorithm) throws(CryptoError) -> [UInt8] {
        try hash(message.span, using: algorithm)
    }

    /// Returns the SHA-1 digest of `message`, 20 bytes.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public static func sha1(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try hash(message, using: .sha1)
    }

    /// Returns the SHA-256 digest of `message`, 32 bytes.
    ///
    /// - Throws: ``CryptoError/openSSL(operation:reasons:)`` if OpenSSL fails.
    public static func sha256(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try hash(message, using: .sha256)
    }
}
