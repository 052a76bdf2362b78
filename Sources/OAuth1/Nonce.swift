public import CryptoCore

/// Makes a nonce for each request (RFC 5849 section 3.3).
public typealias NonceSource = @Sendable () throws(CryptoError) -> String

/// Nonces from the cryptographic generator.
public enum RandomNonce {
    /// 32 hexadecimal digits, 128 random bits: short enough for every known service, and no
    /// character of it ever needs encoding.
    public static let source: NonceSource = { () throws(CryptoError) in
        Hex.encode(try RandomBytes.generate(16))
    }
}
