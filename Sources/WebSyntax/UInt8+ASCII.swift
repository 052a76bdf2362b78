/// The classes of ASCII characters in the grammars of URLs and header fields. A byte outside ASCII is in none of them.
///
/// RFC 5234 appendix B.1, RFC 3986 section 2.3 and RFC 9110 section 5.6.2.
extension UInt8 {
    /// Whether the byte is one of `0` to `9`.
    @inlinable package var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// Whether the byte is one of `A` to `Z` and `a` to `z`.
    @inlinable package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Whether the byte is a letter or a digit.
    @inlinable package var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

    /// Whether the byte is a hexadecimal digit of either case.
    @inlinable package var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 0x61 < 6 }

    /// Whether the byte is a visible character: neither white space nor a control character.
    @inlinable package var isVisibleASCII: Bool { self &- 0x21 < 0x5e }

    /// Whether the byte never needs percent-encoding: a letter, a digit or one of `-._~` (RFC 3986 section 2.3).
    @inlinable package var isURLUnreserved: Bool {
        // One bit for each of the characters 0 to 63 and 64 to 127.
        let bits: UInt64 = self < 64 ? 0x03ff_6000_0000_0000 : self < 128 ? 0x47ff_fffe_87ff_fffe : 0
        return bits >> UInt64(self & 63) & 1 == 1
    }

    /// Whether the byte may stand unencoded in a path or a query (RFC 3986 sections 3.3 and 3.4).
    package var isURLPathOrQuery: Bool { isURLUnreserved || "!$&'()*+,;=:@/?".utf8.contains(self) }

    /// Whether the byte may stand in a token (RFC 9110 section 5.6.2).
    @inlinable package var isTokenCharacter: Bool {
        isURLUnreserved || [0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2a, 0x2b, 0x5e, 0x60, 0x7c].contains(self)
    }

    /// The value of a decimal digit.
    @inlinable package var decimalDigitValue: UInt8? { isASCIIDigit ? self &- 0x30 : nil }

    /// The value of a hexadecimal digit of either case.
    @inlinable package var hexDigitValue: UInt8? {
        if isASCIIDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// The byte with an upper-case letter replaced by its lower-case one.
    @inlinable package var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
