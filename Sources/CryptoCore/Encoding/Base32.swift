/// Base32, in which authenticator apps take their secrets.
///
/// RFC 4648 section 6.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Returns `bytes` in upper-case letters and digits, without padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + 4) / 5)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(alphabet[Int(bits >> bitCount)])
                bits &= (1 << bitCount) - 1
            }
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << (5 - bitCount))]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Returns the bytes of an unpadded text of either case; `nil` if it is malformed.
    ///
    /// Unused bits must be zero, so that no two texts of one case have the same bytes.
    package static func decode(_ text: String) -> [UInt8]? {
        // One, three and six digits more than a whole group are no number of bytes.
        guard ![1, 3, 6].contains(text.utf8.count % 8) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 5 / 8)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for digit in text.utf8 {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 5 | UInt32(value)
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
                bits &= (1 << bitCount) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a")
        case UInt8(ascii: "2")...UInt8(ascii: "7"): digit - UInt8(ascii: "2") + 26
        default: nil
        }
    }
}
