internal import WebSyntax

/// Percent-encoding and -decoding of a buffer's bytes.
///
/// RFC 5849 section 3.6.
extension Buffer where Element == UInt8 {
    /// Appends one byte, percent-encoded. Capacity for three must be reserved.
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

    /// Appends `bytes`, percent-encoded, and reserves capacity for them.
    mutating func appendEncoded(_ bytes: Span<UInt8>) -> EncodedSlice {
        let raw = count
        append(copying: bytes)
        // Bytes that are all unreserved, as most are, are their own encoding.
        guard firstReserved(from: raw, to: count) != count else {
            return EncodedSlice(raw..<count, isPercentEncoded: false)
        }
        reserve(bytes.count * 3)
        let start = count
        for index in bytes.indices { appendEncoded(bytes[index]) }
        return EncodedSlice(start..<count, isPercentEncoded: true)
    }

    /// Appends bytes of this buffer, percent-encoded, and reserves capacity for them.
    mutating func appendEncoded(_ range: Range<Int>) {
        reserve(range.count * 3)
        var index = range.lowerBound
        while index < range.upperBound {
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { return }
            appendEncoded(self[next])
            index = next + 1
        }
    }

    /// Returns the byte that is percent-encoded at `index`; `nil` if the encoding is malformed or exceeds `end`.
    @inline(__always)
    func decodedByte(at index: Int, before end: Int) -> UInt8? {
        guard index + 2 < end,
            let high = self[index + 1].hexDigitValue,
            let low = self[index + 2].hexDigitValue
        else { return nil }
        return high << 4 | low
    }

    /// Whether the percent-encoding at `index` is canonical: upper-case digits, of a byte that needs it.
    @inline(__always)
    func hasCanonicalEncoding(at index: Int, before end: Int) -> Bool {
        guard index + 2 < end else { return false }
        let (high, low) = (Self.canonicalValue(of: self[index + 1]), Self.canonicalValue(of: self[index + 2]))
        return (high | low) < 16 && !PercentEncoding.isUnreserved(high << 4 | low)
    }

    /// Returns the value of an upper-case hexadecimal digit, or at least 16.
    @inline(__always)
    private static func canonicalValue(of digit: UInt8) -> UInt8 {
        let decimal = digit &- UInt8(ascii: "0")
        let letter = digit &- UInt8(ascii: "A")
        return decimal < 10 ? decimal : letter < 6 ? letter &+ 10 : 0x80
    }

    /// Appends percent-encoded bytes of this buffer, decoded.
    mutating func appendDecoded(_ range: Range<Int>) -> Range<Int> {
        reserve(range.count)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { break }
            let decoded = self[next] == UInt8(ascii: "%") ? decodedByte(at: next, before: range.upperBound) : nil
            append(decoded ?? self[next])
            index = next + (decoded == nil ? 1 : 3)
        }
        return start..<count
    }

    /// Appends bytes of this buffer, decoded as in a form and percent-encoded as signatures need it.
    ///
    /// A `+` is a space, and malformed percent-encoding is kept.
    mutating func appendTranscodedForm(_ range: Range<Int>) -> EncodedSlice {
        reserve(range.count * 3)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { break }
            let byte = self[next]
            let decoded = byte == UInt8(ascii: "%") ? decodedByte(at: next, before: range.upperBound) : nil
            appendEncoded(decoded ?? (byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte))
            index = next + (decoded == nil ? 1 : 3)
        }
        return EncodedSlice(start..<count, isPercentEncoded: true)
    }

    /// Appends bytes of this buffer, decoded and percent-encoded again; returns `nil` if a `%` is not followed by two
    /// hexadecimal digits.
    mutating func appendTranscodedStrictly(_ range: Range<Int>) -> EncodedSlice? {
        reserve(range.count * 3)
        let start = count
        var index = range.lowerBound
        while index < range.upperBound {
            let next = firstReserved(from: index, to: range.upperBound)
            append(repeating: index..<next)
            guard next < range.upperBound else { break }
            if self[next] == UInt8(ascii: "%") {
                guard let decoded = decodedByte(at: next, before: range.upperBound) else { return nil }
                appendEncoded(decoded)
                index = next + 3
            } else {
                appendEncoded(self[next])
                index = next + 1
            }
        }
        return EncodedSlice(start..<count, isPercentEncoded: true)
    }

    /// Returns the text that a slice encodes; invalid UTF-8 becomes U+FFFD.
    func text(_ slice: EncodedSlice) -> String {
        String(decoding: decodedBytes(slice), as: UTF8.self)
    }

    /// Returns the bytes that a slice encodes.
    func decodedBytes(_ slice: EncodedSlice) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(slice.range.count)
        var index = slice.range.lowerBound
        while index < slice.range.upperBound {
            let byte = self[index]
            let isEncoded = byte == UInt8(ascii: "%")
            let decoded = isEncoded ? decodedByte(at: index, before: slice.range.upperBound) : nil
            output.append(decoded ?? byte)
            index += decoded == nil ? 1 : 3
        }
        return output
    }
}
