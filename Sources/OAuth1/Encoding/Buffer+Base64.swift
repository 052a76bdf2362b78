/// Base64 between buffers.
///
/// RFC 4648 section 4.
extension Buffer where Element == UInt8 {
    /// Decodes padded base64 text in this buffer, after its percent-encoding, and appends the bytes; returns `nil` if it
    /// is malformed.
    ///
    /// Strict: no white space, no other characters, and only the canonical text of the bytes.
    mutating func appendDecodedBase64(_ range: Range<Int>) -> Range<Int>? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        reserve(range.count)
        let start = count
        var (group, digits, padding) = (UInt32(0), 0, 0)
        var index = range.lowerBound
        while index < range.upperBound {
            // Four digits at once, and the percent-encoded padding that most signatures end with.
            if digits & 3 == 0 {
                let left = range.upperBound &- index
                if left >= 4, let whole = base64Group(at: index) {
                    append(bigEndian: whole)
                    index &+= 4
                    continue
                }
                if left == 6, let whole = lastBase64Group(at: index) {
                    append(bigEndian: whole)
                    count &-= 1
                    return start..<count
                }
            }
            var character = self[index]
            index &+= 1
            if character == UInt8(ascii: "%"), let decoded = decodedByte(at: index &- 1, before: range.upperBound) {
                character = decoded
                index &+= 2
            }
            var value = Self.base64Value(of: character)
            if value > 63 || padding > 0 {
                guard character == UInt8(ascii: "=") else { return nil }
                padding &+= 1
                value = 0
            }
            group = group << 6 | value
            digits &+= 1
            guard digits & 3 == 0 else { continue }
            append(bigEndian: group & 0xff_ffff)
            guard padding > 0 else { continue }
            // Padding is permitted only at the end, and unused bits must be zero.
            guard padding <= 2, index == range.upperBound, group & (1 << UInt32(8 &* padding) &- 1) == 0 else {
                return nil
            }
            count &-= padding
        }
        return digits & 3 == 0 ? start..<count : nil
    }

    /// Returns the 24 bits of the four characters at `index`; `nil` if one of them is not a digit.
    @inline(__always)
    private func base64Group(at index: Int) -> UInt32? {
        let word = word(at: index)
        func value(_ position: UInt64) -> UInt32 {
            Self.base64Value(of: UInt8(truncatingIfNeeded: word >> (8 &* position)))
        }
        let (first, second, third, fourth) = (value(0), value(1), value(2), value(3))
        guard first | second | third | fourth < 64 else { return nil }
        return first << 18 | second << 12 | third << 6 | fourth
    }

    /// Returns the 16 bits, and eight zeros below, of three digits at `index` that are followed by `%3D`; `nil` if there
    /// is something else, or the text is not canonical.
    @inline(__always)
    private func lastBase64Group(at index: Int) -> UInt32? {
        let word = word(at: index)
        guard ByteWord.prefix(3, of: word >> 24) == ByteWord.loaded("%3D") else { return nil }
        let first = Self.base64Value(of: UInt8(truncatingIfNeeded: word))
        let second = Self.base64Value(of: UInt8(truncatingIfNeeded: word >> 8))
        let third = Self.base64Value(of: UInt8(truncatingIfNeeded: word >> 16))
        guard first | second | third < 64, third & 3 == 0 else { return nil }
        return first << 18 | second << 12 | third << 6
    }

    /// Returns the value of a digit, or more than 63.
    @inline(__always)
    private static func base64Value(of character: UInt8) -> UInt32 {
        UInt32(base64Table[byte: Int(character)] &- UInt8(ascii: "#"))
    }

    /// The value of each byte as a character: `#` is 0, `b` is 63 and `~` means that the byte is not a digit.
    ///
    /// A literal, because it is constant data of the binary.
    @inline(__always)
    private static var base64Table: StaticString {
        """
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~a~~~bWXYZ[\\]^_`~~~~~~~#$%&'()*+,-./0123456789:;<~~~~~~=>?@ABCDEFGHIJKLMNOPQRSTUV~~~~~\
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """
    }

    /// Appends `bytes` as padded base64 text, and reserves capacity for it.
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
