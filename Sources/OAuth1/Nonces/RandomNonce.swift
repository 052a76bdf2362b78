public import CryptoCore

/// Returns a nonce for each request.
///
/// RFC 5849 section 3.3.
///
/// It throws ``/CryptoCore/CryptoError`` if there is no randomness: nothing is signed then.
public typealias NonceSource = @Sendable () throws(CryptoError) -> String

/// Nonces from the cryptographic random generator.
public enum RandomNonce {
    /// A source of nonces of 32 hexadecimal digits, 128 random bits: short enough for every known service, and without
    /// characters that need percent-encoding.
    public static let source: NonceSource = { () throws(CryptoError) in
        Hex.encode(try RandomBytes.generate(16))
    }

    /// The ASCII letters and digits.
    public static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    /// Returns a source of nonces of another length and alphabet, for services that limit either.
    ///
    /// - Parameters:
    ///   - length: The number of characters in a nonce, at most 1024.
    ///   - alphabet: The characters that a nonce consists of, all equally likely. They are unreserved, see RFC 3986
    ///     section 2.3, and none is repeated.
    /// - Throws: ``OAuth1Error/invalidNonceFormat(reason:)``, also if such a nonce has fewer than 64 random bits.
    public static func source(
        length: Int, alphabet: String = alphanumerics
    ) throws(OAuth1Error) -> NonceSource {
        let characters = Array(alphabet.utf8)
        guard characters.allSatisfy(PercentEncoding.isUnreserved) else {
            throw .invalidNonceFormat(reason: "the alphabet has a character that needs percent-encoding")
        }
        guard Set(characters).count == characters.count else {
            throw .invalidNonceFormat(reason: "the alphabet repeats a character")
        }
        guard (1...1024).contains(length), bits(of: characters.count) * Double(length) >= 64 else {
            throw .invalidNonceFormat(reason: "such a nonce has fewer than 64 random bits, or over 1024 characters")
        }
        return { () throws(CryptoError) in
            try draw(length, from: characters)
        }
    }

    /// Returns a nonce of equally likely characters: a byte above the last multiple of the alphabet's size is not used.
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

    /// Returns the binary logarithm of a count up to 66, rounded down to a sixteenth.
    private static func bits(of count: Int) -> Double {
        // The exponent of a Double is the whole part of its logarithm, and count^16 < 2^97 is exact enough for that.
        var power = 1.0
        for _ in 0..<16 { power *= Double(count) }
        return count < 2 ? 0 : Double(power.exponent) / 16
    }
}
