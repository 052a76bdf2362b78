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

    /// Letters and digits.
    public static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    /// Nonces of another length and alphabet, for services that limit either.
    /// - Parameters:
    ///   - length: characters in a nonce.
    ///   - alphabet: the characters to draw from, each as likely as the others: unreserved ones
    ///     (RFC 3986 section 2.3), none twice.
    /// - Throws: ``OAuth1Error/invalidNonceFormat(reason:)``, also when such a nonce would hold fewer
    ///   than 64 random bits.
    public static func source(
        length: Int, alphabet: String = alphanumerics
    ) throws(OAuth1Error) -> NonceSource {
        let characters = Array(alphabet.utf8)
        guard characters.allSatisfy(PercentEncoding.isUnreserved) else {
            throw .invalidNonceFormat(reason: "the alphabet holds a character that would need encoding")
        }
        guard Set(characters).count == characters.count else {
            throw .invalidNonceFormat(reason: "the alphabet holds a character twice")
        }
        guard (1...1024).contains(length), bits(of: characters.count) * Double(length) >= 64 else {
            throw .invalidNonceFormat(reason: "such a nonce has fewer than 64 random bits, or over 1024 characters")
        }
        return { () throws(CryptoError) in
            try draw(length, from: characters)
        }
    }

    /// Characters of equal likelihood: bytes above the last whole multiple of the alphabet's size
    /// are drawn again.
    private static func draw(_ length: Int, from characters: [UInt8]) throws(CryptoError) -> String {
        let limit = 256 / characters.count * characters.count
        var nonce: [UInt8] = []
        nonce.reserveCapacity(length)
        while nonce.count < length {
            for byte in try RandomBytes.generate(length) where nonce.count < length && Int(byte) < limit {
                nonce.append(characters[Int(byte) % characters.count])
            }
        }
        return String(decoding: nonce, as: UTF8.self)
    }

    /// The binary logarithm of a count up to 66, rounded down to a sixteenth.
    private static func bits(of count: Int) -> Double {
        // count^16 < 2^97 in a Double is exact enough: its exponent is the logarithm's whole part.
        var power = 1.0
        for _ in 0..<16 { power *= Double(count) }
        return count < 2 ? 0 : Double(power.exponent) / 16
    }
}
