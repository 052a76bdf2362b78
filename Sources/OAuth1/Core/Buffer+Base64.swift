/// Base64 (RFC 4648 section 4) between buffers.
extension Buffer where Element == UInt8 {
    /// Appends the bytes of a padded base64 text in this buffer, or returns nil. Strict: no white
    /// space, no foreign characters, and no second spelling of the same bytes.
    mutating func appendDecodedBase64(_ range: Range<Int>) -> Range<Int>? {
        guard range.count.isMultiple(of: 4), !range.isEmpty else { return range.isEmpty ? count..<count : nil }
        reserve(range.count)
        let start = count
        let last = range.upperBound - 4
        var index = range.lowerBound
        while index < last {
            let group = base64Group(at: index)
            guard group >= 0 else { return nil }
            append(UInt8(truncatingIfNeeded: group >> 16))
            append(UInt8(truncatingIfNeeded: group >> 8))
            append(UInt8(truncatingIfNeeded: group))
            index += 4
        }
        return appendLastBase64Group(at: last) ? start..<count : nil
    }

    private mutating func appendLastBase64Group(at index: Int) -> Bool {
        let padding = self[index + 3] != UInt8(ascii: "=") ? 0 : self[index + 2] != UInt8(ascii: "=") ? 1 : 2
        var group: Int32 = 0
        for offset in 0..<4 {
            group = group << 6 | (offset < 4 - padding ? base64Value(of: self[index + offset]) : 0)
            guard group >= 0 else { return false }
        }
        // Bits that no byte takes must be zero.
        guard group & (1 << Int32(8 * padding) - 1) == 0 else { return false }
        for offset in 0..<(3 - padding) { append(UInt8(truncatingIfNeeded: group >> Int32(16 - 8 * offset))) }
        return true
    }

    /// Four digits as 24 bits, or something negative.
    @inline(__always)
    private func base64Group(at index: Int) -> Int32 {
        let (a, b) = (base64Value(of: self[index]), base64Value(of: self[index + 1]))
        let (c, d) = (base64Value(of: self[index + 2]), base64Value(of: self[index + 3]))
        return a << 18 | b << 12 | c << 6 | d | (a | b | c | d) & .min
    }

    /// A digit's value, or -1.
    @inline(__always)
    private func base64Value(of byte: UInt8) -> Int32 {
        // The table is constant data of the binary: 0x23 more than the value, `~` for no digit.
        let entry = unsafe Self.base64Table.utf8Start[Int(byte & 0x7f)]
        let value = entry == UInt8(ascii: "~") || byte >= 0x80 ? 0xff : entry &- 0x23
        return Int32(Int8(bitPattern: value))
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
