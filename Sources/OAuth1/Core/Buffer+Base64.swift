/// Base64 (RFC 4648 section 4) between buffers.
extension Buffer where Element == UInt8 {
    /// Appends the bytes of a padded base64 text in this buffer, whose `%HH` escapes are resolved on
    /// the way, or returns nil. Strict: no white space, no foreign characters, and no second
    /// spelling of the same bytes.
    mutating func appendDecodedBase64(_ range: Range<Int>) -> Range<Int>? {
        let start = count
        reserve(range.count)
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            if end &- index >= 4, let group = base64Group(at: index) {
                append(bigEndian: group)
                index &+= 4
            } else {
                // An escape, the padding, or something that is no base64.
                guard appendUnusualBase64Group(&index, before: end) else { return nil }
            }
        }
        return start..<count
    }

    /// Four digits as 24 bits; nil where one of them is none.
    @inline(__always)
    private func base64Group(at index: Int) -> UInt32? {
        let word = UInt32(truncatingIfNeeded: word(at: index))
        let a = Self.base64Value(of: word & 0xff)
        let b = Self.base64Value(of: word >> 8 & 0xff)
        let c = Self.base64Value(of: word >> 16 & 0xff)
        let d = Self.base64Value(of: word >> 24)
        guard a | b | c | d < 64, word & 0x8080_8080 == 0 else { return nil }
        return a << 18 | b << 12 | c << 6 | d
    }

    private mutating func appendUnusualBase64Group(_ index: inout Int, before end: Int) -> Bool {
        var (group, padding) = (UInt32(0), 0)
        for _ in 0..<4 {
            guard index < end else { return false }
            var byte = self[index]
            index += 1
            if byte == UInt8(ascii: "%"), let escaped = escapedByte(at: index - 1, before: end) {
                byte = escaped
                index += 2
            }
            let value = byte < 0x80 ? Self.base64Value(of: UInt32(byte)) : 64
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard value < 64, padding == 0 else { return false }
            }
            group = group << 6 | (padding > 0 ? 0 : value)
        }
        // Padding only at the end, and bits that no byte takes must be zero.
        guard padding <= 2, padding == 0 || index == end, group & (1 << UInt32(8 * padding) - 1) == 0 else {
            return false
        }
        for offset in 0..<(3 - padding) { append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * offset))) }
        return true
    }

    /// The value of a digit below 0x80, or at least 64.
    @inline(__always)
    private static func base64Value(of character: UInt32) -> UInt32 {
        // The table is constant data of the binary: 0x23 more than the value, `~` for no digit.
        UInt32(unsafe base64Table.utf8Start[Int(character & 0x7f)] &- 0x23)
    }

    @inline(__always)
    private static var base64Table: StaticString {
        """
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~a~~~bWXYZ[\\]^_`~~~~~~~#$%&'()*+,-./0123456789:;<~~~~~~=>?@ABCDEFGHIJKLMNOPQRSTUV~~~~~
        """
    }

    /// Appends bytes from elsewhere as padded base64 text, making room for it.
    mutating func appendBase64(_ bytes: Span<UInt8>) {
        reserve((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let present = Swift.min(3, bytes.count - index)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < present ? UInt32(bytes[index + offset]) : 0) }
            for digit in 0..<4 {
                append(digit <= present ? Self.base64Digit(group >> UInt32(18 - 6 * digit) & 63) : UInt8(ascii: "="))
            }
            index += 3
        }
    }

    @inline(__always)
    private static func base64Digit(_ value: UInt32) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value)
        switch value {
        case 0..<26: return value + UInt8(ascii: "A")
        case 26..<52: return value - 26 + UInt8(ascii: "a")
        case 52..<62: return value - 52 + UInt8(ascii: "0")
        default: return value == 62 ? UInt8(ascii: "+") : UInt8(ascii: "/")
        }
    }
}
