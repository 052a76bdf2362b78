#if Service

internal import CryptoCore

/// The keys of integrations, in the lengths and characters that clients check.
enum IntegrationKey {
    private static let secretAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// Returns a new integration key: `DI` and 18 letters and digits.
    static func makeKey(_ random: RandomSource) throws(CryptoError) -> String {
        // Of base32, which has no digits that are taken for letters.
        "DI" + String(Base32.encode(try random(12)).prefix(18))
    }

    /// Returns a new secret key: 40 letters and digits.
    static func makeSecret(_ random: RandomSource) throws(CryptoError) -> String {
        var text: [UInt8] = []
        while text.count < 40 {
            // Bytes above the greatest multiple of 62 are thrown away, so that every character is as likely.
            for byte in try random(64) where byte < 248 && text.count < 40 {
                text.append(secretAlphabet[Int(byte % 62)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

#endif
