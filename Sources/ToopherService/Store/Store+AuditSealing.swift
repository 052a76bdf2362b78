#if Service

internal import AuditLog
internal import CryptoCore
internal import Database
internal import MerkleLog

extension Store {
    /// Returns some of the entries that have no place yet, the oldest first; `nil` if there are none.
    ///
    /// - Throws: `DatabaseError`, ``AuditDamage``.
    func nextAuditBatch(atMost count: Int) async throws -> AuditBatch? {
        let found = try await database.read { connection throws(DatabaseError) -> (AuditBatch, StoredAuditTree)? in
            let rows = try connection.query(
                "SELECT id, entry, subject_id, record_kind FROM audit_pending ORDER BY id LIMIT $1",
                [.integer(Int64(count))])
            guard !rows.isEmpty else { return nil }
            let entries = try rows.map { row throws(DatabaseError) in
                AuditBatch.Pending(
                    id: try row.text("id"), entry: try row.text("entry"), subjectID: try row.optionalText("subject_id"),
                    recordKind: try row.optionalText("record_kind"))
            }
            let stored = try Self.auditTree(connection)
            // The newest head is never older than one before.
            let last = try connection.query("SELECT sealed FROM audit_heads ORDER BY size DESC LIMIT 1").first?
                .integer("sealed")
            let keyID = try connection.query(Self.auditKeyIDs).first?.text("key_id")
            return (
                AuditBatch(tree: stored.tree ?? CompactTree(), lastTime: last, keyID: keyID, entries: entries), stored
            )
        }
        guard let (found, stored) = found else { return nil }
        var batch = found
        if stored.tree == nil { batch.tree = try await rebuildAuditTree(replacing: stored) }
        return batch
    }

    /// Gives entries their places, unless another node has done so meanwhile; returns whether it was done.
    func store(_ batch: SealedAuditBatch) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            // First, so that of two nodes one gives up before it has done much.
            guard try Self.replaceAuditTree(batch.first, by: batch.tree, transaction) else {
                transaction.rollBack()
                return false
            }
            var removed: [EnqueuedStatement] = []
            for (offset, pending) in batch.entries.enumerated() {
                try transaction.enqueue(
                    """
                    INSERT INTO audit_entries (position, leaf, entry, subject_id, record_kind)
                    VALUES ($1, $2, $3, $4, $5)
                    """,
                    [
                        .integer(Int64(batch.first.size) + Int64(offset)), .text(batch.leaves[offset].text),
                        .text(pending.entry), .text(orNull: pending.subjectID), .text(orNull: pending.recordKind),
                    ])
                removed.append(
                    try transaction.enqueue("DELETE FROM audit_pending WHERE id = $1", [.text(pending.id)]))
            }
            try Self.insert(batch.head, transaction)
            for statement in removed where try statement.changeCount() != 1 {
                transaction.rollBack()
                return false
            }
            return true
        }
    }

    /// Computes the tree anew from the hashes of all entries, in place of one that is missing or wrong.
    ///
    /// - Throws: `DatabaseError`, ``AuditDamage``.
    func rebuildAuditTree() async throws -> CompactTree {
        let stored = try await database.read { connection throws(DatabaseError) in try Self.auditTree(connection) }
        return try await rebuildAuditTree(replacing: stored)
    }

    private func rebuildAuditTree(replacing stored: StoredAuditTree) async throws -> CompactTree {
        // Before the entries: another node may append some meanwhile, and their head.
        let heads = try await database.query("SELECT max(size) AS size FROM audit_heads")
        let newest = try heads[0].optionalInteger("size") ?? 0
        var tree = CompactTree()
        while true {
            let leaves = try await auditLeaves(from: tree.size, atMost: 1000)
            for (index, leaf) in leaves {
                guard index == tree.size, let leaf else { throw AuditDamage(count: tree.size) }
                try tree.append(leaf)
            }
            if leaves.isEmpty { break }
        }
        guard newest <= Int64(tree.size) else { throw AuditDamage(count: tree.size) }
        let rebuilt = tree
        try await database.write { transaction throws(DatabaseError) in
            // Another node may have gone on with it.
            _ = try transaction.execute(
                """
                INSERT INTO audit_tree (id, size, peaks) VALUES (1, $1, $2)
                ON CONFLICT (id) DO UPDATE SET size = excluded.size, peaks = excluded.peaks
                WHERE audit_tree.size = $3 AND audit_tree.peaks = $4
                """,
                [
                    .integer(Int64(rebuilt.size)), .text(rebuilt.peaksText), .integer(stored.size ?? -1),
                    .text(stored.peaks ?? ""),
                ])
        }
        return rebuilt
    }

    /// Returns the hashes of some entries, with their places; `nil` in place of what is no hash.
    func auditLeaves(
        from index: UInt64, below end: UInt64 = .max, atMost count: Int
    ) async throws(DatabaseError) -> [(index: UInt64, leaf: TreeHash?)] {
        let rows = try await database.query(
            """
            SELECT position, leaf FROM audit_entries WHERE position >= $1 AND position < $2 ORDER BY position LIMIT $3
            """, [.integer(Int64(clamping: index)), .integer(Int64(clamping: end)), .integer(Int64(count))])
        return try rows.map { row throws(DatabaseError) in
            (UInt64(try row.integer("position")), TreeHash(text: try row.text("leaf")))
        }
    }
}

extension Store {
    /// What stands in the place of the tree.
    private struct StoredAuditTree: Sendable {
        var size: Int64?
        var peaks: String?
        /// `nil` if it is missing or malformed.
        var tree: CompactTree?
    }

    private static func auditTree(_ connection: Connection) throws(DatabaseError) -> StoredAuditTree {
        let rows = try connection.query("SELECT size, peaks FROM audit_tree WHERE id = 1")
        guard let row = rows.first else { return StoredAuditTree() }
        let (size, peaks) = (try row.integer("size"), try row.text("peaks"))
        return StoredAuditTree(size: size, peaks: peaks, tree: CompactTree(size: size, peaksText: peaks))
    }

    /// Replaces the tree, if it is still the one that was read.
    private static func replaceAuditTree(
        _ tree: CompactTree, by next: CompactTree, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.execute(
            "UPDATE audit_tree SET size = $1, peaks = $2 WHERE id = 1 AND size = $3 AND peaks = $4",
            [
                .integer(Int64(next.size)), .text(next.peaksText), .integer(Int64(tree.size)), .text(tree.peaksText),
            ]) == 1
    }

    private static func insert(_ signed: SignedTreeHead, _ transaction: Transaction) throws(DatabaseError) {
        let head = signed.head
        try transaction.enqueue(
            "INSERT INTO audit_heads (size, root, sealed, key_id, signature) VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(Int64(head.size)), .text(head.root.text), .integer(head.time), .text(head.keyID),
                .text(Base64.encodeURL(signed.signature)),
            ])
    }
}

#endif
