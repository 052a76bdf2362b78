internal import CScan

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

    /// Appends two ranges of a buffer's bytes, an encoded equals sign between them and an encoded ampersand behind them.
    @inline(__always)
    mutating func append(_ first: Range<Int>, equals second: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(first.lowerBound >= 0 && first.upperBound <= other.count)
        precondition(second.lowerBound >= 0 && second.upperBound <= other.count)
        // One check for all.
        check(first.count &+ second.count &+ 6)
        unsafe Buffer.copyBlocks(from: other.base + first.lowerBound, to: position, count: first.count)
        unsafe position += first.count
        unsafe UnsafeMutableRawPointer(position).storeBytes(of: ByteWord.loaded("%3D").littleEndian, as: UInt64.self)
        unsafe position += 3
        unsafe Buffer.copyBlocks(from: other.base + second.lowerBound, to: position, count: second.count)
        unsafe position += second.count
        unsafe UnsafeMutableRawPointer(position).storeBytes(of: ByteWord.loaded("%26").littleEndian, as: UInt64.self)
        unsafe position += 3
    }

    /// Appends bytes of a buffer, percent-encoded.
    @inline(__always)
    mutating func append(encoding range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
        check(range.count &* 3)
        var index = range.lowerBound
        while index < range.upperBound {
            let count = Swift.min(16, range.upperBound &- index)
            let block = unsafe other.base + index
            var reserved = unsafe toopher_reserved16(block) & (1 &<< UInt32(truncatingIfNeeded: count) &- 1)
            var start = 0
            // Each run between reserved bytes is copied with what follows it, which the next run overwrites.
            unsafe toopher_copy16(position, block)
            while reserved != 0 {
                let offset = reserved.trailingZeroBitCount
                unsafe position += offset &- start
                // In a path it is almost always a slash.
                let byte = unsafe block[offset]
                let word = byte == UInt8(ascii: "/") ? ByteWord.loaded("%2F") : PercentEncoding.word(of: byte)
                unsafe UnsafeMutableRawPointer(position).storeBytes(of: word.littleEndian, as: UInt64.self)
                unsafe position += 3
                start = offset &+ 1
                unsafe toopher_copy16(position, block + start)
                reserved &= reserved &- 1
            }
            unsafe position += count &- start
            index &+= count
        }
    }

    /// Appends bytes of a buffer, each `%` percent-encoded.
    @inline(__always)
    mutating func append(encodingPercentIn range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
        check(range.count &* 3)
        var index = range.lowerBound
        while index < range.upperBound {
            let word = other.word(at: index)
            let count = Swift.min(8, range.upperBound &- index)
            unsafe UnsafeMutableRawPointer(position).storeBytes(of: word.littleEndian, as: UInt64.self)
            let offset = ByteWord.matches(of: "%", in: word).trailingZeroBitCount >> 3
            guard offset < count else {
                unsafe position += count
                index &+= count
                continue
            }
            unsafe position += offset &+ 1
            unsafe UnsafeMutableRawPointer(position).storeBytes(of: ByteWord.loaded("25").littleEndian, as: UInt64.self)
            unsafe position += 2
            index &+= offset &+ 1
        }
    }

    /// Removes the last `count` bytes, which the caller has appended.
    @inline(__always)
    mutating func removeLast(_ count: Int) {
        unsafe position -= count
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
