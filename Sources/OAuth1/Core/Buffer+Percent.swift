/// Percent encoding in place (RFC 5849 section 3.6).
extension Buffer where Element == UInt8 {
    /// Appends one byte, encoded; room for three was reserved.
    @inline(__always)
    mutating func appendEncoded(_ byte: UInt8) {
        if PercentEncoding.isUnreserved(byte) {
            append(byte)
        } else {
            append(UInt8(ascii: "%"))
            append(PercentEncoding.digit(byte >> 4))
            append(PercentEncoding.digit(byte & 15))
        }
    }

    /// Appends bytes of another buffer, encoded; room for three times as many was reserved.
    @inline(__always)
    mutating func appendEncoded(_ range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let next = other.firstReserved(from: index, to: range.upperBound)
            append(index..<next, of: other)
            guard next < range.upperBound else { return }
            appendEncoded(other[next])
            index = next + 1
        }
    }

    /// Appends bytes from elsewhere, encoded, making room for them.
    mutating func appendEncoded(_ bytes: Span<UInt8>) -> EncodedSlice {
        reserve(bytes.count * 3)
        let start = count
        for index in bytes.indices { appendEncoded(bytes[index]) }
        return EncodedSlice(start..<count, hasEscapes: count - start != bytes.count)
    }

    /// Appends encoded bytes of another buffer, encoded once more, in which only `%` needs it;
    /// room for three times as many was reserved.
    @inline(__always)
    mutating func appendEncodedAgain(_ slice: EncodedSlice, of other: borrowing Buffer<UInt8>) {
        let range = slice.range
        guard slice.hasEscapes else { return append(range, of: other) }
        var index = range.lowerBound
        while index < range.upperBound {
            let next = other.firstReserved(from: index, to: range.upperBound)
            append(index..<next, of: other)
            guard next < range.upperBound else { return }
            append("%25")
            index = next + 1
        }
    }

    /// The byte that the escape at `index` stands for, or nil if there is none before `end`.
    @inline(__always)
    func escapedByte(at index: Int, before end: Int) -> UInt8? {
        guard index + 2 < end,
            let high = PercentEncoding.value(ofDigit: self[index + 1]),
            let low = PercentEncoding.value(ofDigit: self[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// Whether at `index` stands an escape as this module would write it: upper-case digits, of a
    /// byte that needs one.
    @inline(__always)
    func hasCanonicalEscape(at index: Int, before end: Int) -> Bool {
        guard index + 2 < end else { return false }
        let (high, low) = (self[index + 1], self[index + 2])
        guard Self.isCanonicalDigit(high), Self.isCanonicalDigit(low), let byte = escapedByte(at: index, before: end)
        else { return false }
        return !PercentEncoding.isUnreserved(byte)
    }

    @inline(__always)
    private static func isCanonicalDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "A") < 6
    }

    /// Appends what encoded bytes of this buffer stand for.
    mutating func appendDecoded(_ range: Range<Int>) -> Range<Int> {
        reserve(range.count)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            if self[index] == UInt8(ascii: "%"), let byte = escapedByte(at: index, before: range.upperBound) {
                append(byte)
                index += 3
            } else {
                append(self[index])
                index += 1
            }
        }
        return start..<count
    }

    /// Appends bytes of this buffer, decoded as a form is read and encoded as a signature needs
    /// it: `+` is a space, an escape that is none stays as it is.
    mutating func appendTranscodedForm(_ range: Range<Int>) -> EncodedSlice {
        reserve(range.count * 3)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = self[index]
            if byte == UInt8(ascii: "%"), let escaped = escapedByte(at: index, before: range.upperBound) {
                appendEncoded(escaped)
                index += 3
            } else {
                appendEncoded(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return EncodedSlice(start..<count, hasEscapes: true)
    }

    /// Appends bytes of this buffer, strictly decoded and encoded again; nil where `%` is not
    /// followed by two hexadecimal digits.
    mutating func appendTranscodedStrictly(_ range: Range<Int>) -> EncodedSlice? {
        reserve(range.count * 3)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = self[index]
            if byte == UInt8(ascii: "%") {
                guard let escaped = escapedByte(at: index, before: range.upperBound) else { return nil }
                appendEncoded(escaped)
                index += 3
            } else {
                appendEncoded(byte)
                index += 1
            }
        }
        return EncodedSlice(start..<count, hasEscapes: true)
    }
}
