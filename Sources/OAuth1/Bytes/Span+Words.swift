/// Block access to the bytes of a span, checked against its count.
extension Span where Element == UInt8 {
    /// Returns the eight bytes from `index` on, the first in the lowest bits.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index <= count - 8)
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Returns the last one to seven bytes, which begin at `index`, followed by zeros.
    @inline(__always)
    func lastWord(from index: Int) -> UInt64 {
        // If the span has at least eight bytes, the last eight are read at once.
        if count >= 8 { return word(at: count &- 8) &>> UInt64(truncatingIfNeeded: 8 &* (index &+ 8 &- count)) }
        var word: UInt64 = 0
        for position in index..<count { word |= UInt64(self[position]) &<< UInt64(8 &* (position &- index)) }
        return word
    }

    /// The position of the first byte that is not a visible ASCII character; `count` if there is none.
    @inline(__always)
    var firstInvisible: Int {
        var index = 0
        while index <= count &- 8 {
            let invisible = ByteWord.invisible(word(at: index))
            guard invisible == 0 else { return index &+ invisible.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        guard index < count else { return count }
        let invisible = ByteWord.prefix(count &- index, of: ByteWord.invisible(lastWord(from: index)))
        return invisible == 0 ? count : index &+ invisible.trailingZeroBitCount >> 3
    }
}
