extension StaticString {
    /// A byte of a string literal with a pointer representation; the check of the index folds for a literal.
    @inline(__always)
    subscript(byte index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: utf8CodeUnitCount))
        return unsafe utf8Start[index]
    }
}
