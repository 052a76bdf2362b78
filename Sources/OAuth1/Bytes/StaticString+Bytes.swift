extension StaticString {
    /// A byte of a string literal with a pointer representation; the check of the index folds for a literal.
    @inline(__always)
    subscript(byte index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: utf8CodeUnitCount))
        return unsafe utf8Start[index]
    }

    /// The eight bytes from `index` on, the first in the lowest bits.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        var word: UInt64 = 0
        for offset in 0..<8 { word |= UInt64(self[byte: index &+ offset]) << UInt64(8 &* offset) }
        return word
    }
}
