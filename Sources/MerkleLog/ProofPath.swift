/// Which leaves the hashes of a proof stand for.
enum ProofPath {
    /// Returns the subtrees of an inclusion proof, in the order of its path.
    ///
    /// RFC 9162 section 2.1.3.1.
    static func inclusion(of leafIndex: UInt64, in size: UInt64) -> [Range<UInt64>] {
        var path: [Range<UInt64>] = []
        var (start, end) = (UInt64(0), size)
        while end - start > 1 {
            let split = start + leftSize(end - start)
            if leafIndex < split {
                path.append(split..<end)
                end = split
            } else {
                path.append(start..<split)
                start = split
            }
        }
        return path.reversed()
    }

    /// Returns the subtrees of a consistency proof, in the order of its path.
    ///
    /// RFC 9162 section 2.1.4.1.
    static func consistency(of firstSize: UInt64, in size: UInt64) -> [Range<UInt64>] {
        guard firstSize > 0 else { return [] }
        var path: [Range<UInt64>] = []
        var (start, end) = (UInt64(0), size)
        // Whether the first tree is the subtree that is being looked at, whose root the verifier has.
        var isWhole = true
        while firstSize < end {
            let split = start + leftSize(end - start)
            if firstSize <= split {
                path.append(split..<end)
                end = split
            } else {
                path.append(start..<split)
                start = split
                isWhole = false
            }
        }
        if !isWhole { path.append(start..<end) }
        return path.reversed()
    }

    /// Returns the number of leaves of the left subtree: the largest power of two below `size`, which is at least 2.
    private static func leftSize(_ size: UInt64) -> UInt64 {
        1 << UInt64(63 - (size - 1).leadingZeroBitCount)
    }
}
