/// A writer that appends bytes to a ``Buffer``, with its position in a register.
///
/// Unsafe inside, by the invariants of ``Buffer``: `position...end` lies in the buffer's memory, which nobody else
/// accesses meanwhile, with the buffer's slack behind `end`; every append is checked against `end`.
@safe
struct ByteWriter: ~Copyable {
    fileprivate var position: UnsafeMutablePointer<UInt8>
    fileprivate let end: UnsafeMutablePointer<UInt8>

    /// Appends bytes of a buffer.
    @inline(__always)
    mutating func append(_ range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
        check(range.count)
        unsafe Buffer.copyBlocks(from: other.base + range.lowerBound, to: position, count: range.count)
        unsafe position += range.count
    }

    /// Appends bytes of a buffer, upper-case ASCII letters in lower case.
    @inline(__always)
    mutating func append(lowercasing range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let word = ByteWord.lowercased(other.word(at: index))
            append(word, count: Swift.min(8, range.upperBound &- index))
            index &+= 8
        }
    }

    /// Appends the lowest `count` bytes of `word`, up to eight.
    @inline(__always)
    mutating func append(_ word: UInt64, count: Int) {
        check(count)
        unsafe UnsafeMutableRawPointer(position).storeBytes(of: word.littleEndian, as: UInt64.self)
        unsafe position += count
    }

    /// Appends a literal.
    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let count = literal.utf8CodeUnitCount
        // A percent-encoded byte is one store of a constant; a copy would be two.
        if count == 3 {
            let (first, second, third) = (literal[byte: 0], literal[byte: 1], literal[byte: 2])
            return append(UInt64(first) | UInt64(second) << 8 | UInt64(third) << 16, count: 3)
        }
        check(count)
        unsafe position.update(from: literal.utf8Start, count: count)
        unsafe position += count
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        append(UInt64(byte), count: 1)
    }

    @inline(__always)
    private func check(_ count: Int) {
        precondition(unsafe count <= end - position)
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
