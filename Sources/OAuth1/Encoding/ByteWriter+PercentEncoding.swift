/// Percent-encoding into the signature base string.
///
/// RFC 5849 sections 3.4.1.1 and 3.6.
extension ByteWriter {
    /// Appends one byte, percent-encoded.
    @inline(__always)
    mutating func appendEncoded(_ byte: UInt8) {
        guard !PercentEncoding.isUnreserved(byte) else { return append(byte) }
        append(PercentEncoding.word(of: byte), count: 3)
    }

    /// Appends percent-encoded bytes of a buffer, encoded once more, in which only `%` needs it.
    @inline(__always)
    mutating func appendEncodedAgain(_ slice: EncodedSlice, of other: borrowing Buffer<UInt8>) {
        if slice.isPercentEncoded {
            append(encodingPercentIn: slice.range, of: other)
        } else {
            append(slice.range, of: other)
        }
    }
}
