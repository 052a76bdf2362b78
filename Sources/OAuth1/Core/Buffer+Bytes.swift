internal import CScan

/// Block access to bytes; see ``Buffer`` for the invariants that make it sound.
extension Buffer where Element == UInt8 {
    /// Eight bytes from `index` on, the first in the lowest bits. Behind `count` they mean nothing.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        precondition(UInt(bitPattern: index) <= UInt(bitPattern: count))
        return UInt64(littleEndian: unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    }

    /// Whether at `index` stands a literal of 8 to 24 bytes, and then `next`.
    @inline(__always)
    func hasPrefix(_ literal: StaticString, then next: UInt8, at index: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index + length < count, unsafe base[index + length] == next else { return false }
        return equals(index..<index + length, literal)
    }

    /// The position of the first byte in `start..<end` that is not unreserved, else `end`.
    @inline(__always)
    func firstReserved(from start: Int, to end: Int) -> Int {
        precondition(start >= 0 && end <= count)
        var index = start
        while index < end {
            let reserved = unsafe toopher_reserved16(base + index)
            if reserved != 0 { return Swift.min(index &+ reserved.trailingZeroBitCount, end) }
            index &+= 16
        }
        return end
    }

    /// Appends bytes from elsewhere, making room for them.
    mutating func append(copying bytes: Span<UInt8>) {
        reserve(bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (base + count).update(from: start, count: source.count)
        }
        count += bytes.count
    }

    /// Appends bytes of another buffer, for which room was reserved.
    @inline(__always)
    mutating func append(_ range: Range<Int>, of other: borrowing Buffer<UInt8>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
        precondition(range.count <= capacity - count)
        unsafe Self.copyBlocks(from: other.base + range.lowerBound, to: base + count, count: range.count)
        count += range.count
    }

    /// Appends a copy of its own bytes, for which room was reserved.
    @inline(__always)
    mutating func append(repeating range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        precondition(range.count <= capacity - count)
        // Blocks read past the range may already hold the copy, but the range itself never does.
        unsafe Self.copyBlocks(from: base + range.lowerBound, to: base + count, count: range.count)
        count += range.count
    }

    /// Appends the low three bytes of a number, the highest first; room was reserved.
    @inline(__always)
    mutating func append(bigEndian group: UInt32) {
        precondition(3 <= capacity - count)
        let bytes = (group << 8).bigEndian
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: bytes, as: UInt32.self)
        count &+= 3
    }

    /// Appends a number in decimal digits, making room for it.
    @inline(__always)
    mutating func append(decimal number: UInt64) {
        reserve(20)
        // From the last digit on, because a division by a constant is none.
        var (rest, length) = (number, 1)
        while rest >= 10 {
            rest /= 10
            length &+= 1
        }
        count &+= length
        rest = number
        for offset in 1...length {
            self[count &- offset] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Appends a literal, for which room was reserved.
    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let length = literal.utf8CodeUnitCount
        precondition(length <= capacity - count)
        unsafe (base + count).update(from: literal.utf8Start, count: length)
        count += length
    }

    /// Whether the bytes of `range` are those of a literal.
    @inline(__always)
    func equals(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let (mine, theirs) = unsafe (UnsafeRawPointer(base + range.lowerBound), UnsafeRawPointer(literal.utf8Start))
        guard range.count >= 8 else {
            for offset in 0..<range.count where unsafe base[range.lowerBound + offset] != literal.utf8Start[offset] {
                return false
            }
            return true
        }
        // The last word overlaps the one before where the length is no multiple of eight.
        var difference: UInt64 = 0
        for start in stride(from: 0, to: range.count, by: 8) {
            let offset = Swift.min(start, range.count - 8)
            let (left, right) = unsafe (
                mine.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                theirs.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            )
            difference |= left ^ right
        }
        return difference == 0
    }

    /// The order of two ranges: negative, zero or positive, byte by byte and then by length.
    func compare(_ left: Range<Int>, _ right: Range<Int>) -> Int {
        precondition(left.lowerBound >= 0 && left.upperBound <= count)
        precondition(right.lowerBound >= 0 && right.upperBound <= count)
        let shared = Swift.min(left.count, right.count)
        var offset = 0
        while offset < shared {
            let difference = word(at: left.lowerBound + offset) ^ word(at: right.lowerBound + offset)
            if difference != 0 {
                let position = offset + difference.trailingZeroBitCount >> 3
                guard position < shared else { break }
                return Int(unsafe base[left.lowerBound + position]) - Int(unsafe base[right.lowerBound + position])
            }
            offset += 8
        }
        return left.count - right.count
    }

    /// Turns upper-case ASCII letters into lower case.
    @inline(__always)
    mutating func lowercase(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let word = ByteWord.lowercased(self.word(at: index))
            unsafe UnsafeMutableRawPointer(base + index).storeBytes(of: word.littleEndian, as: UInt64.self)
            index += 8
        }
        while index < range.upperBound {
            unsafe base[index] = UInt8(truncatingIfNeeded: ByteWord.lowercased(UInt64(base[index])))
            index += 1
        }
    }

    /// Copies in blocks of 16 bytes, reading and writing up to 15 bytes of slack at the end.
    @inline(__always)
    static func copyBlocks(
        from source: UnsafeMutablePointer<UInt8>, to destination: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        guard count <= 64 else {
            unsafe destination.update(from: source, count: count)
            return
        }
        let source = UnsafeRawPointer(source)
        let destination = UnsafeMutableRawPointer(destination)
        var offset = 0
        while offset < count {
            let low = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let high = unsafe source.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            unsafe destination.storeBytes(of: low, toByteOffset: offset, as: UInt64.self)
            unsafe destination.storeBytes(of: high, toByteOffset: offset + 8, as: UInt64.self)
            offset += 16
        }
    }
}
