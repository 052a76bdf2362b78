#if Service

internal import AuditLog
internal import CryptoCore
internal import MerkleLog

/// What is sealed together: entries that have no place yet, and the tree that they are appended to.
struct AuditBatch: Sendable {
    /// An entry that has no place yet.
    struct Pending: Sendable {
        var id: String
        var entry: String
        var subjectID: String?
        var recordKind: String?
    }

    var tree: CompactTree
    /// The time of the newest head; `nil` for a log without one.
    var lastTime: Int64?
    /// The key that signs the next head; `nil` before the first one. Its own entry is among these, or in the log.
    var keyID: String?
    var entries: [Pending]

    /// Returns the entries with their hashes, the tree with them, and its signed head.
    ///
    /// - Parameter now: The time of the head, unless the one before is later: a clock that is set back does not stop the log.
    func sealed(with key: AuditKey, now: Int64) throws(CryptoError) -> SealedAuditBatch {
        var tree = tree
        var leaves: [TreeHash] = []
        for pending in entries {
            let leaf = try TreeHash.leaf(of: Array(pending.entry.utf8))
            try tree.append(leaf)
            leaves.append(leaf)
        }
        let head = TreeHead(
            size: tree.size, root: try tree.root(), time: max(now, lastTime ?? now), keyID: key.logKey.id)
        return SealedAuditBatch(
            first: self.tree, entries: entries, leaves: leaves, tree: tree,
            head: try head.signed(with: key.privateKey))
    }
}

/// A batch with everything that is stored of it.
struct SealedAuditBatch: Sendable {
    /// The tree before.
    var first: CompactTree
    var entries: [AuditBatch.Pending]
    var leaves: [TreeHash]
    /// The tree with the entries.
    var tree: CompactTree
    var head: SignedTreeHead
}

#endif
