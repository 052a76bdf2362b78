public import CryptoCore

/// A growing tree, of which only the roots of its complete subtrees are kept: one hash for each bit that is set in the number
/// of leaves.
///
/// Appending costs two hashes on average, and the tree is as small after a billion leaves as after ten.
///
/// RFC 9162 section 2.1.2.
public struct CompactTree: Sendable, Hashable {
    /// The most leaves.
    public static let maximumSize: UInt64 = 1 << 62

    /// The number of leaves.
    public private(set) var size: UInt64 = 0
    /// The roots of the complete subtrees, the one with the oldest and most leaves first.
    public private(set) var peaks: [TreeHash] = []

    /// Creates a tree without leaves.
    public init() {}

    /// Creates a tree that was kept as its size and peaks; `nil` if there are not as many as the size needs, or the size is over
    /// ``maximumSize``.
    public init?(size: UInt64, peaks: [TreeHash]) {
        guard size <= Self.maximumSize, peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// Appends a leaf.
    public mutating func append(_ leaf: TreeHash) throws(CryptoError) {
        // Each complete subtree with as many leaves as the new one is merged with it.
        let merged = size.trailingOneBitCount
        var hash = leaf
        for peak in peaks.suffix(merged).reversed() { hash = try .node(peak, hash) }
        peaks.removeLast(merged)
        peaks.append(hash)
        size += 1
    }

    /// Returns the root of the tree.
    public func root() throws(CryptoError) -> TreeHash {
        guard var root = peaks.last else { return try .emptyRoot() }
        for peak in peaks.dropLast().reversed() { root = try .node(peak, root) }
        return root
    }
}

extension UInt64 {
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
