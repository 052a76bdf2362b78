public import CryptoCore

/// A proof that a tree begins with the leaves of a smaller one: that the log has only been appended to in between.
///
/// RFC 9162 section 2.1.4.
public struct ConsistencyProof: Sendable, Hashable {
    /// The number of leaves of the smaller tree.
    public let firstSize: UInt64
    /// The number of leaves of the larger tree.
    public let secondSize: UInt64
    /// The hashes of the subtrees from which both roots can be computed.
    public let path: [TreeHash]

    /// Creates a proof from its parts, which may be anybody's.
    public init(firstSize: UInt64, secondSize: UInt64, path: [TreeHash]) {
        self.firstSize = firstSize
        self.secondSize = secondSize
        self.path = path
    }

    /// Returns whether this proves that the tree with the root `second` begins with the tree with the root `first`.
    ///
    /// RFC 9162 section 2.1.4.2.
    public func isValid(first: TreeHash, second: TreeHash) throws(CryptoError) -> Bool {
        guard firstSize <= secondSize, secondSize <= CompactTree.maximumSize else { return false }
        // Every tree begins with the empty one.
        if firstSize == 0 {
            guard path.isEmpty else { return false }
            return try first == .emptyRoot()
        }
        if firstSize == secondSize { return path.isEmpty && first == second }
        var rest = path[...]
        // A first tree that is one complete subtree is its own first hash.
        guard let start = firstSize.nonzeroBitCount == 1 ? first : rest.popFirst() else { return false }
        var (node, last) = (firstSize - 1, secondSize - 1)
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var (firstHash, secondHash) = (start, start)
        for sibling in rest {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                firstHash = try .node(sibling, firstHash)
                secondHash = try .node(sibling, secondHash)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                secondHash = try .node(secondHash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && firstHash == first && secondHash == second
    }
}
