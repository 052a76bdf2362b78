/// The digits of base64.
///
/// Literals, because they are constant data of the binary.
///
/// RFC 4648 section 4.
enum Base64Table {
    /// For each byte as a digit its value as the character that is 64 higher; `!` if the byte is not a digit.
    @inline(__always)
    static var values: StaticString {
        """
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!~!!!\u{7f}tuvwxyz{|}!!!!!!!@ABCDEFGHIJKLMNOPQRSTUVWXY!!!!!!Z[\\]^_`abcdefghijklmnopqrs!!!!!\
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
        """
    }

    /// The bit that ``values`` sets in the value of a digit, and of nothing else.
    static var digitBit: UInt32 { 64 }

    private static var digits: StaticString { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }

    /// Returns the value of a digit, or more than 63.
    @inline(__always)
    static func value(of character: UInt8) -> UInt32 {
        UInt32(values[byte: Int(character)]) ^ digitBit
    }

    /// Returns the four digits of 24 bits, the first in the lowest byte.
    @inline(__always)
    static func digits(of group: UInt32) -> UInt64 {
        var word: UInt64 = 0
        for position in UInt32(0)..<4 {
            let value = group >> (18 &- 6 &* position) & 63
            word |= UInt64(digits[byte: Int(value)]) << UInt64(8 &* position)
        }
        return word
    }
}
