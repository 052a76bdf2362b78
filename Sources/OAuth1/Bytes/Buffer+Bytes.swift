internal import CScan

/// Block access to bytes, sound by the invariants of ``Buffer``.
extension Buffer where Element == UInt8 {
    /// Returns the eight bytes from `index` on, the first in the lowest bits; those behind `count` are unspecified.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        precondition(UInt(bitPattern: index) <= UInt(bitPattern: count))
        return UInt64(littleEndian: unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    }

    /// Whether a literal of 8 to 24 bytes, whose first eight are known to be equal, is at `index`.
    @inline(__always)
    func hasRest(of literal: StaticString, at index: Int) -> Bool {
        let last = literal.utf8CodeUnitCount &- 8
        var difference = word(at: index &+ last) ^ literal.word(at: last)
        // Between them, if the last eight do not follow the first.
        if last > 8 { difference |= word(at: index &+ 8) ^ literal.word(at: 8) }
        return difference == 0
    }

    /// Returns the position of the first byte in `start..<end` that is not unreserved; `end` if there is none.
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

    /// Returns the position of the first of sixteen bytes that is not unreserved and precedes `end`; -1 if there is none.
    @inline(__always)
    func firstReservedOfBlock(at start: Int, before end: Int) -> Int {
        precondition(start >= 0 && start <= count && end <= count)
        let reserved = unsafe toopher_reserved16(base + start)
        let index = start &+ reserved.trailingZeroBitCount
        return reserved != 0 && index < end ? index : -1
    }

    /// Returns the position of the first byte in `start..<end` that is one of two characters; `end` if there is none.
    @inline(__always)
    func firstIndex(of first: Unicode.Scalar, or second: Unicode.Scalar, from start: Int, to end: Int) -> Int {
        precondition(start >= 0 && end <= count)
        var index = start
        while index < end {
            let word = word(at: index)
            let matches = ByteWord.matches(of: first, in: word) | ByteWord.matches(of: second, in: word)
            if matches != 0 { return Swift.min(index &+ (matches.trailingZeroBitCount >> 3), end) }
            index &+= 8
        }
        return end
    }

    /// Appends a copy of `bytes`, and reserves capacity for them.
    mutating func append(copying bytes: Span<UInt8>) {
        reserve(bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (base + count).update(from: start, count: source.count)
        }
        count += bytes.count
    }

    /// Appends a copy of the buffer's own bytes. The capacity must be reserved.
    @inline(__always)
    mutating func append(repeating range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        precondition(range.count <= capacity - count)
        // A block that is read past the range may include the copy; the range itself never does.
        unsafe Self.copyBlocks(from: base + range.lowerBound, to: base + count, count: range.count)
        count += range.count
    }

    /// Appends the low three bytes of a number, the highest first. The capacity must be reserved.
    @inline(__always)
    mutating func append(bigEndian group: UInt32) {
        precondition(3 <= capacity - count)
        let bytes = (group << 8).bigEndian
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: bytes, as: UInt32.self)
        count &+= 3
    }

    /// Decodes base64 in groups of four digits, as far as they reach, and returns the index behind them. Capacity for as
    /// many bytes must be reserved.
    @inline(__always)
    mutating func appendDecodedBase64Groups(_ range: Range<Int>) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && range.count <= capacity &- count)
        let table = unsafe Base64Table.values.utf8Start
        var index = range.lowerBound
        var position = count
        while index &+ 4 <= range.upperBound {
            let digits = unsafe UInt32(
                littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt32.self))
            let (first, second, third, fourth) = unsafe (
                UInt32(table[Int(digits & 0xff)]), UInt32(table[Int(digits >> 8 & 0xff)]),
                UInt32(table[Int(digits >> 16 & 0xff)]), UInt32(table[Int(digits >> 24)])
            )
            guard first & second & third & fourth & Base64Table.digitBit != 0 else { break }
            // Each has the digit's bit, which the constant takes away from all four.
            let group = (first << 18 &+ second << 12 &+ third << 6 &+ fourth) &- 0x0104_1040
            unsafe UnsafeMutableRawPointer(base + position).storeBytes(of: (group << 8).bigEndian, as: UInt32.self)
            index &+= 4
            position &+= 3
        }
        count = position
        return index
    }

    /// Appends a number in decimal digits, and reserves capacity for them.
    @inline(__always)
    mutating func append(decimal number: UInt64) {
        reserve(24)
        let (high, low) = number.quotientAndRemainder(dividingBy: 100_000_000)
        let digits = DecimalDigits.word(of: low)
        guard high > 0 else { return append(withoutZeros: digits) }
        let (top, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
        if top > 0 { append(withoutZeros: DecimalDigits.word(of: top)) }
        let middleDigits = DecimalDigits.word(of: middle)
        if top > 0 { append(word: middleDigits, count: 8) } else { append(withoutZeros: middleDigits) }
        append(word: digits, count: 8)
    }

    /// Appends eight digits, the first in the lowest byte, without leading zeros. The capacity must be reserved.
    @inline(__always)
    private mutating func append(withoutZeros digits: UInt64) {
        let zeros = Swift.min((digits ^ ByteWord.repeating(UInt8(ascii: "0"))).trailingZeroBitCount >> 3, 7)
        append(word: digits &>> UInt64(truncatingIfNeeded: 8 &* zeros), count: 8 &- zeros)
    }

    /// Appends the lowest `count` bytes of a word, up to eight. The capacity must be reserved.
    @inline(__always)
    private mutating func append(word: UInt64, count length: Int) {
        precondition(length <= capacity - count)
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= length
    }

    /// Appends a literal. The capacity must be reserved.
    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let length = literal.utf8CodeUnitCount
        precondition(length <= capacity - count)
        unsafe (base + count).update(from: literal.utf8Start, count: length)
        count += length
    }

    /// Whether the bytes of `range` equal a literal.
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
        // If the length is not a multiple of eight, the last word overlaps the one before.
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

    /// Compares two ranges byte by byte, then by length; returns a negative number, zero or a positive number.
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

    /// Copies in blocks of 16 bytes, reading and writing up to 15 bytes of slack at the end.
    @inline(__always)
    static func copyBlocks(
        from source: UnsafeMutablePointer<UInt8>, to destination: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        guard count <= 64 else {
            unsafe destination.update(from: source, count: count)
            return
        }
        var offset = 0
        repeat {
            unsafe toopher_copy16(destination + offset, source + offset)
            offset &+= 16
        } while offset < count
    }
}
