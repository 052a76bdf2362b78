#if Service

internal import CryptoCore

/// A code on the list that a user prints for the day without a phone. Each is valid once.
///
/// A code has 50 random bits. The database has only its HMAC under a key of the list, which is sealed: whoever reads the
/// database alone cannot try codes at all; whoever has the key file too must try 2⁵⁰ of them, since the key derivation that
/// short passwords need would make each guess of a stranger costly for the service instead.
enum BackupCode {
    /// The codes of a list.
    static let listCount = 10
    /// The symbols of a code, of five bits each.
    static let symbolCount = 10

    /// Digits and letters without those that look like another: I, L, O and U.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// Returns a random code as it is printed: two groups with a hyphen between.
    static func make(_ random: RandomSource) throws(CryptoError) -> String {
        let symbols = try random(symbolCount).map { alphabet[Int($0 & 31)] }
        let half = symbolCount / 2
        let groups = [symbols[..<half], symbols[half...]]
        return groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    /// Returns a code in its canonical spelling, upper case, with the digits that letters were mistaken for; `nil` if the
    /// symbols are no code.
    ///
    /// - Parameter symbols: What was typed, without spaces and hyphens.
    static func canonical(_ symbols: [UInt8]) -> [UInt8]? {
        guard symbols.count == symbolCount else { return nil }
        var code: [UInt8] = []
        for symbol in symbols {
            let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(symbol)
            let upper = isLower ? symbol - 32 : symbol
            switch upper {
            case UInt8(ascii: "O"): code.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): code.append(UInt8(ascii: "1"))
            case _ where alphabet.contains(upper): code.append(upper)
            default: return nil
            }
        }
        return code
    }

    /// Returns what the database has of a code.
    ///
    /// - Parameter key: The key of the list.
    static func digest(_ code: [UInt8], key: HMACKey) throws(CryptoError) -> String {
        Base64.encodeURL(try key.authenticationCode(for: code))
    }
}

#endif
