/// A confusion of UTF-8 with a character set of one byte for each character.
enum CharacterSetFlaw: CaseIterable {
    /// UTF-8 was sent, and ISO-8859-1 signed.
    case signedAsLatin1
    /// UTF-8 was sent, and Windows-1252 signed.
    case signedAsWindows1252
    /// ISO-8859-1 was sent, and UTF-8 signed; or UTF-8 was encoded as such once more.
    case readAsLatin1
    /// The same with Windows-1252.
    case readAsWindows1252
    /// What is not valid UTF-8 was signed as U+FFFD.
    case replaced

    /// Returns the bytes that were signed; `nil` if they are those that were sent.
    func applied(to sent: [UInt8]) -> [UInt8]? {
        guard sent.contains(where: { $0 >= 0x80 }) else { return nil }
        let valid = String(validating: sent, as: UTF8.self)
        switch self {
        case .signedAsLatin1: return valid.map { $0.unicodeScalars.map { Self.byte(of: $0, Self.latin1) } }
        case .signedAsWindows1252: return valid.map { $0.unicodeScalars.map { Self.byte(of: $0, Self.windows1252) } }
        case .readAsLatin1: return Self.text(sent, Self.latin1)
        case .readAsWindows1252: return Self.text(sent, Self.windows1252)
        case .replaced: return valid == nil ? Array(String(decoding: sent, as: UTF8.self).utf8) : nil
        }
    }

    /// The characters of 0x80 to 0x9f.
    private static let latin1 = Array(0x80...0x9f as ClosedRange<UInt16>)
    private static let windows1252: [UInt16] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
        0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0x9d, 0x017e, 0x0178,
    ]

    /// Returns the byte of a character; a question mark, as most encoders write, if it has none.
    private static func byte(of scalar: Unicode.Scalar, _ middle: [UInt16]) -> UInt8 {
        if scalar.value < 0x80 || 0xa0...0xff ~= scalar.value { return UInt8(truncatingIfNeeded: scalar.value) }
        guard let index = middle.firstIndex(where: { $0 == scalar.value }) else { return UInt8(ascii: "?") }
        return 0x80 + UInt8(index)
    }

    /// Returns bytes of a character set as UTF-8.
    private static func text(_ bytes: [UInt8], _ middle: [UInt16]) -> [UInt8] {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let value = 0x80...0x9f ~= byte ? middle[Int(byte) - 0x80] : UInt16(byte)
            text.append(Unicode.Scalar(value) ?? "\u{fffd}")
        }
        return Array(String(text).utf8)
    }
}
