public import CryptoCore

/// A builder of proofs that sees all leaves of a tree once, in order, and keeps only some hashes of them.
public struct ProofBuilder: Sendable {
    /// The number of leaves of the tree.
    public let treeSize: UInt64

    /// What is to be proven.
    private enum Subject: Sendable {
        case inclusion(leafIndex: UInt64)
        case consistency(firstSize: UInt64)
    }

    private let subject: Subject
    /// The subtrees in the order of their leaves, with their places in the path.
    private let subtrees: [(leaves: Range<UInt64>, place: Int)]
    private var path: [TreeHash?]
    private var (index, next) = (UInt64(0), 0)
    private var subtree = CompactTree()

    /// Creates a builder of the proof that a leaf stands at an index; `nil` if the tree has no such leaf.
    public init?(inclusionOf leafIndex: UInt64, in treeSize: UInt64) {
        guard leafIndex < treeSize, treeSize <= CompactTree.maximumSize else { return nil }
        self.init(.inclusion(leafIndex: leafIndex), treeSize, ProofPath.inclusion(of: leafIndex, in: treeSize))
    }

    /// Creates a builder of the proof that the tree begins with a smaller one; `nil` if that one is larger.
    public init?(consistencyOf firstSize: UInt64, in treeSize: UInt64) {
        guard firstSize <= treeSize, treeSize <= CompactTree.maximumSize else { return nil }
        self.init(.consistency(firstSize: firstSize), treeSize, ProofPath.consistency(of: firstSize, in: treeSize))
    }

    private init(_ subject: Subject, _ treeSize: UInt64, _ ranges: [Range<UInt64>]) {
        self.subject = subject
        self.treeSize = treeSize
        subtrees = ranges.enumerated().map { (leaves: $0.element, place: $0.offset) }
            .sorted { $0.leaves.lowerBound < $1.leaves.lowerBound }
        path = Array(repeating: nil, count: ranges.count)
    }

    /// Adds the next leaf of the tree. Leaves after its last one are ignored.
    public mutating func append(_ leaf: TreeHash) throws(CryptoError) {
        defer { index += 1 }
        guard next < subtrees.count, index >= subtrees[next].leaves.lowerBound else { return }
        try subtree.append(leaf)
        guard index + 1 == subtrees[next].leaves.upperBound else { return }
        path[subtrees[next].place] = try subtree.root()
        subtree = CompactTree()
        next += 1
    }

    /// The inclusion proof; `nil` before all leaves were added, or if another proof was wanted.
    public var inclusionProof: InclusionProof? {
        guard case .inclusion(let leafIndex) = subject, let path = completePath else { return nil }
        return InclusionProof(leafIndex: leafIndex, treeSize: treeSize, path: path)
    }

    /// The consistency proof; `nil` before all leaves were added, or if another proof was wanted.
    public var consistencyProof: ConsistencyProof? {
        guard case .consistency(let firstSize) = subject, let path = completePath else { return nil }
        return ConsistencyProof(firstSize: firstSize, secondSize: treeSize, path: path)
    }

    private var completePath: [TreeHash]? {
        index >= treeSize && next == subtrees.count ? path.compactMap { $0 } : nil
    }
}
