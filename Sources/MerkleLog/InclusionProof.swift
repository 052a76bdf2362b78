public import CryptoCore

/// A proof that a leaf stands at an index of a tree: the hashes of the subtrees that it is merged with, up to the root.
///
/// RFC 9162 section 2.1.3.
public struct InclusionProof: Sendable, Hashable {
    /// The index of the leaf, from 0.
    public let leafIndex: UInt64
    /// The number of leaves of the tree.
    public let treeSize: UInt64
    /// The hashes, that of the nearest subtree first.
    public let path: [TreeHash]

    /// Creates a proof from its parts, which may be anybody's.
    public init(leafIndex: UInt64, treeSize: UInt64, path: [TreeHash]) {
        self.leafIndex = leafIndex
        self.treeSize = treeSize
        self.path = path
    }

    /// Returns whether this proves that `leaf` is in the tree with the root `root`.
    public func isValid(for leaf: TreeHash, root: TreeHash) throws(CryptoError) -> Bool {
        try computedRoot(for: leaf) == root
    }

    /// Returns the root that the leaf and the path make; `nil` if the path is not as long as index and size need.
    ///
    /// RFC 9162 section 2.1.3.2.
    public func computedRoot(for leaf: TreeHash) throws(CryptoError) -> TreeHash? {
        guard leafIndex < treeSize, treeSize <= CompactTree.maximumSize else { return nil }
        var (node, last) = (leafIndex, treeSize - 1)
        var hash = leaf
        for sibling in path {
            guard last > 0 else { return nil }
            if node & 1 == 1 || node == last {
                hash = try .node(sibling, hash)
                // A last node without a right sibling moves up unchanged.
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = try .node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }
}
