#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// The setting that tells the key of the secrets.
    static let keyCheck = "sealing_key"

    /// Whether no key seals the secrets of a database yet.
    static func isUnclaimed(_ database: Database) async throws(DatabaseError) -> Bool {
        try await database.query("SELECT value FROM settings WHERE name = $1", [.text(keyCheck)]).isEmpty
    }

    /// Whether this database may be used with the key of the sealer.
    enum Claim: Sendable { case accepted, otherKey, unfinishedCopy }

    /// Notes whose key seals the secrets of this database, unless another key does.
    func claim() async throws(DatabaseError) -> Claim {
        let check = sealer.keyCheck
        return try await database.write { transaction throws(DatabaseError) in
            let unfinished = try transaction.query(
                "SELECT value FROM settings WHERE name = $1", [.text(DatabaseAdministration.unfinishedCopy)])
            guard unfinished.isEmpty else { return .unfinishedCopy }
            try transaction.execute(
                "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                [.text(Self.keyCheck), .text(check)])
            let rows = try transaction.query("SELECT value FROM settings WHERE name = $1", [.text(Self.keyCheck)])
            return try rows.first?.text("value") == check ? .accepted : .otherKey
        }
    }

    /// Opens every sealed secret; returns how many there are.
    ///
    /// - Throws: `DatabaseError` that names the column of a secret that does not open.
    func openAllSecrets() async throws(DatabaseError) -> Int {
        var count = 0
        for column in SealedColumn.all {
            for row in try await sealed(in: column) {
                _ = try column.open(row.sealed, id: row.owner, sealer)
                count += 1
            }
        }
        return count
    }

    /// Seals every secret with another key, in one transaction; returns how many there were.
    func reseal(with other: SecretSealer, now: Int64) async throws -> Int {
        var resealed: [(column: SealedColumn, rows: [(id: String, old: String, new: String)])] = []
        for column in SealedColumn.all {
            let rows = try await sealed(in: column).map { row in
                let secret = try sealer.open(row.sealed, of: column.owner(row.owner))
                return (id: row.id, old: row.sealed, new: try other.seal(secret, of: column.owner(row.owner)))
            }
            resealed.append((column, rows))
        }
        let (before, after, columns) = (sealer.keyCheck, other.keyCheck, resealed)
        return try await transaction(recording: nil) { transaction throws(DatabaseError) in
            let claimed = try transaction.execute(
                "UPDATE settings SET value = $1 WHERE name = $2 AND value = $3",
                [.text(after), .text(Self.keyCheck), .text(before)])
            var (changed, expected) = (0, 0)
            for (column, rows) in columns {
                let count = try transaction.query("SELECT count(*) AS count FROM \(column.table)")[0]
                expected += Int(try count.integer("count"))
                for (id, old, new) in rows {
                    changed += try transaction.execute(
                        """
                        UPDATE \(column.table) SET \(column.name) = $1
                        WHERE \(column.key) = $2 AND \(column.name) = $3
                        """, [.text(new), .text(id), .text(old)])
                }
            }
            // As many as there are, and every one that was read.
            guard claimed == 1, changed == expected, changed == columns.reduce(0, { $0 + $1.rows.count }) else {
                transaction.rollBack()
                return .failure(.unavailable)
            }
            try Self.record(.secretsResealed(count: changed), now: now, transaction)
            try transaction.notify(.requesters)
            return .success(changed)
        }
    }

    private func sealed(
        in column: SealedColumn
    ) async throws(DatabaseError) -> [(id: String, owner: String, sealed: String)] {
        let rows = try await database.query(
            """
            SELECT \(column.key) AS id, \(column.ownerID) AS owner, \(column.name) AS sealed FROM \(column.table)
            ORDER BY \(column.key)
            """)
        return try rows.map { row throws(DatabaseError) in
            (try row.text("id"), try row.text("owner"), try row.text("sealed"))
        }
    }
}

#endif
