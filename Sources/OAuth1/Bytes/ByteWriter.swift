/// Appends to a ``Buffer`` of bytes from registers: the position is a local value while much is
/// written, and the buffer learns it at the end.
///
/// Unsafe inside, by the invariants of ``Buffer``: `position...end` lies in the buffer's memory,
/// which nobody else touches meanwhile, with the buffer's slack behind `end`; every append is
/// checked against `end`.
@safe
struct ByteWriter: ~Copyable {
    fileprivate var position: UnsafeMutablePointer<UInt8>
    fileprivate let end: UnsafeMutablePointer<UInt8>

    @inline(__always)
    private func check(_ count: Int) {
        precondition(unsafe count <= end - position)
    }

    /// Appends bytes of a buffer.
    @inline(__always)
    mutating func append(_ range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
        check(range.count)
        unsafe Buffer.copyBlocks(from: other.base + range.lowerBound, to: position, count: range.count)
        unsafe position += range.count
    }

    /// Appends up to eight bytes: the lowest of `word`.
    @inline(__always)
    mutating func append(_ word: UInt64, count: Int) {
        check(count)
        unsafe UnsafeMutableRawPointer(position).storeBytes(of: word.littleEndian, as: UInt64.self)
        unsafe position += count
    }

    /// Appends one byte, encoded.
    @inline(__always)
    mutating func appendEncoded(_ byte: UInt8) {
        if PercentEncoding.isUnreserved(byte) {
            append(UInt64(byte), count: 1)
        } else {
            let (high, low) = (PercentEncoding.digit(byte >> 4), PercentEncoding.digit(byte & 15))
            append(0x25 | UInt64(high) << 8 | UInt64(low) << 16, count: 3)
        }
    }

    /// Appends name, equals sign and value, encoded once more.
    @inline(never)
    mutating func appendPair(_ name: EncodedSlice, _ value: EncodedSlice, of bytes: borrowing Buffer<UInt8>) {
        appendEncodedAgain(name, of: bytes)
        append(0x44_3325, count: 3)
        appendEncodedAgain(value, of: bytes)
    }

    /// Appends encoded bytes of a buffer, encoded once more, in which only `%` needs it.
    @inline(__always)
    mutating func appendEncodedAgain(_ slice: EncodedSlice, of other: borrowing Buffer<UInt8>) {
        let range = slice.range
        guard slice.hasEscapes else { return append(range, of: other) }
        var index = range.lowerBound
        while index < range.upperBound {
            let next = other.firstReserved(from: index, to: range.upperBound)
            append(index..<next, of: other)
            guard next < range.upperBound else { return }
            append(0x35_3225, count: 3)
            index = next + 1
        }
    }
}

extension Buffer where Element == UInt8 {
    /// Lets `body` append up to `capacity` bytes.
    @inline(__always)
    mutating func write<Result>(upTo capacity: Int, _ body: (inout ByteWriter) -> Result) -> Result {
        reserve(capacity)
        var writer = unsafe ByteWriter(position: base + count, end: base + self.capacity)
        let result = body(&writer)
        count = unsafe writer.position - base
        return result
    }
}
