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

    /// Appends bytes from elsewhere, encoded, making room for them.
    mutating func appendEncoded(_ bytes: Span<UInt8>) -> EncodedSlice {
        let raw = count
        append(copying: bytes)
        // What is unreserved throughout, as most is, is its own encoding.
        guard firstReserved(from: raw, to: count) != count else {
            return EncodedSlice(raw..<count, hasEscapes: false)
        }
        reserve(bytes.count * 3)
        let start = count
        for index in bytes.indices { appendEncoded(bytes[index]) }
        return EncodedSlice(start..<count, hasEscapes: true)
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
        let (high, low) = (Self.canonicalValue(of: self[index + 1]), Self.canonicalValue(of: self[index + 2]))
        return (high | low) < 16 && !PercentEncoding.isUnreserved(high << 4 | low)
    }

    /// The value of an upper-case digit, or at least 16.
    @inline(__always)
    private static func canonicalValue(of digit: UInt8) -> UInt8 {
        let decimal = digit &- UInt8(ascii: "0")
        let letter = digit &- UInt8(ascii: "A")
        return decimal < 10 ? decimal : letter < 6 ? letter &+ 10 : 0x80
    }

    /// Appends what encoded bytes of this buffer stand for.
    mutating func appendDecoded(_ range: Range<Int>) -> Range<Int> {
        reserve(range.count)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { break }
            let escaped = self[next] == UInt8(ascii: "%") ? escapedByte(at: next, before: range.upperBound) : nil
            append(escaped ?? self[next])
            index = next + (escaped == nil ? 1 : 3)
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
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { break }
            let byte = self[next]
            let escaped = byte == UInt8(ascii: "%") ? escapedByte(at: next, before: range.upperBound) : nil
            appendEncoded(escaped ?? (byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte))
            index = next + (escaped == nil ? 1 : 3)
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
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { break }
            if self[next] == UInt8(ascii: "%") {
                guard let escaped = escapedByte(at: next, before: range.upperBound) else { return nil }
                appendEncoded(escaped)
                index = next + 3
            } else {
                appendEncoded(self[next])
                index = next + 1
            }
        }
        return EncodedSlice(start..<count, hasEscapes: true)
    }

    /// The text that a slice stands for; bytes that are not UTF-8 read as U+FFFD.
    func text(_ slice: EncodedSlice) -> String {
        String(decoding: decodedBytes(slice), as: UTF8.self)
    }

    /// The bytes that a slice stands for.
    func decodedBytes(_ slice: EncodedSlice) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(slice.range.count)
        var index = slice.range.lowerBound
        while index < slice.range.upperBound {
            let byte = self[index]
            let isEscape = byte == UInt8(ascii: "%")
            let escaped = isEscape ? escapedByte(at: index, before: slice.range.upperBound) : nil
            decoded.append(escaped ?? byte)
            index += escaped == nil ? 1 : 3
        }
        return decoded
    }
}
