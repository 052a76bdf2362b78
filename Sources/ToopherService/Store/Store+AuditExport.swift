#if Service

internal import AuditLog
internal import CryptoCore
internal import Database
internal import MerkleLog

extension Store {
    /// Returns the newest head; `nil` for a log without one.
    func auditHead() async throws(DatabaseError) -> SignedTreeHead? {
        let rows = try await database.query("SELECT * FROM audit_heads ORDER BY size DESC LIMIT 1")
        return try rows.first.map { row throws(DatabaseError) in try Self.auditHead(row) }
    }

    /// Returns how many entries the newest head covers, and how many the tree has: more, if somebody has cut the log and forgotten
    /// the tree.
    func auditSizes() async throws(DatabaseError) -> (head: UInt64, tree: UInt64) {
        try await database.read { connection throws(DatabaseError) in
            let heads = try connection.query("SELECT coalesce(max(size), 0) AS size FROM audit_heads")
            let trees = try connection.query("SELECT coalesce(max(size), 0) AS size FROM audit_tree")
            return (
                UInt64(clamping: try heads[0].integer("size")), UInt64(clamping: try trees[0].integer("size"))
            )
        }
    }

    /// Returns some heads, the smallest first.
    func auditHeads(
        above size: UInt64, upTo end: UInt64, atMost count: Int
    ) async throws(DatabaseError) -> [SignedTreeHead] {
        let rows = try await database.query(
            "SELECT * FROM audit_heads WHERE size > $1 AND size <= $2 ORDER BY size LIMIT $3",
            [.integer(Int64(clamping: size)), .integer(Int64(clamping: end)), .integer(Int64(count))])
        return try rows.map { row throws(DatabaseError) in try Self.auditHead(row) }
    }

    /// Returns some entries in the order of their places, each with what a device has signed, if it is its decision.
    func auditEntries(
        from index: UInt64, below end: UInt64, atMost count: Int
    ) async throws(DatabaseError) -> [LogEntry] {
        let rows = try await database.query(
            """
            SELECT e.position, e.leaf, e.entry, d.record
            FROM audit_entries e LEFT JOIN decisions d
                ON d.subject_id = e.subject_id AND d.kind = e.record_kind
            WHERE e.position >= $1 AND e.position < $2 ORDER BY e.position LIMIT $3
            """, [.integer(Int64(clamping: index)), .integer(Int64(clamping: end)), .integer(Int64(count))])
        return try rows.map { row throws(DatabaseError) in try Self.logEntry(row) }
    }

    /// Returns the entries about a subject, the oldest first.
    func auditEntries(subjectID: String) async throws(DatabaseError) -> [LogEntry] {
        let rows = try await database.query(
            """
            SELECT e.position, e.leaf, e.entry, d.record
            FROM audit_entries e LEFT JOIN decisions d
                ON d.subject_id = e.subject_id AND d.kind = e.record_kind
            WHERE e.subject_id = $1 AND e.position >= 0 ORDER BY e.position LIMIT 16
            """, [.text(subjectID)])
        return try rows.map { row throws(DatabaseError) in try Self.logEntry(row) }
    }

    private static func logEntry(_ row: Row) throws(DatabaseError) -> LogEntry {
        LogEntry(
            index: UInt64(clamping: try row.integer("position")), bytes: Array(try row.text("entry").utf8),
            leaf: TreeHash(text: try row.text("leaf")) ?? noHash, record: try row.optionalText("record"))
    }

    private static func auditHead(_ row: Row) throws(DatabaseError) -> SignedTreeHead {
        SignedTreeHead(
            head: TreeHead(
                size: UInt64(clamping: try row.integer("size")), root: TreeHash(text: try row.text("root")) ?? noHash,
                time: try row.integer("sealed"), keyID: try row.text("key_id")),
            signature: Base64.decodeURL(try row.text("signature")) ?? [])
    }

    /// What stands for a text that is no hash: it is the hash of nothing.
    private static let noHash = TreeHash.zero
}

#endif
