/// Percent-encoding into the signature base string.
///
/// RFC 5849 sections 3.4.1.1 and 3.6.
extension ByteWriter {
    /// Appends one byte, percent-encoded.
    @inline(__always)
    mutating func appendEncoded(_ byte: UInt8) {
        guard !PercentEncoding.isUnreserved(byte) else { return append(byte) }
        let digits = UInt64(PercentEncoding.digit(byte >> 4)) << 8 | UInt64(PercentEncoding.digit(byte & 15)) << 16
        append(UInt64(UInt8(ascii: "%")) | digits, count: 3)
    }

    /// Appends percent-encoded bytes of a buffer, encoded once more, in which only `%` needs it.
    @inline(__always)
    mutating func appendEncodedAgain(_ slice: EncodedSlice, of other: borrowing Buffer<UInt8>) {
        let range = slice.range
        guard slice.isPercentEncoded else { return append(range, of: other) }
        var index = range.lowerBound
        while index < range.upperBound {
            let next = other.firstReserved(from: index, to: range.upperBound)
            append(index..<next, of: other)
            guard next < range.upperBound else { return }
            append("%25")
            index = next + 1
        }
    }
}
