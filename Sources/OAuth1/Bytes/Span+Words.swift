/// Block access to the bytes of a span, checked against its count.
extension Span where Element == UInt8 {
    /// Returns the eight bytes from `index` on, the first in the lowest bits.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index <= count - 8)
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Returns the four bytes from `index` on, the first in the lowest bits.
    @inline(__always)
    private func halfWord(at index: Int) -> UInt32 {
        precondition(index >= 0 && index <= count - 4)
        return UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
    }

    /// Returns the last one to seven bytes, which begin at `index`, followed by zeros.
    @inline(__always)
    func lastWord(from index: Int) -> UInt64 {
        // If the span has at least eight bytes, the last eight are read at once.
        if count >= 8 { return word(at: count &- 8) &>> UInt64(truncatingIfNeeded: 8 &* (index &+ 8 &- count)) }
        let length = count &- index
        guard length >= 4 else {
            // The first, the middle and the last one of one to three bytes; where two are the same, so are their bits.
            let (middle, last) = (length >> 1, length &- 1)
            return UInt64(self[index]) | UInt64(self[index &+ middle]) &<< UInt64(truncatingIfNeeded: 8 &* middle)
                | UInt64(self[index &+ last]) &<< UInt64(truncatingIfNeeded: 8 &* last)
        }
        // The first and the last four overlap with the same bits.
        let shift = UInt64(truncatingIfNeeded: 8 &* (length &- 4))
        return UInt64(halfWord(at: index)) | UInt64(halfWord(at: count &- 4)) &<< shift
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
