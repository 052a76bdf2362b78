#if Service

internal import CryptoCore
internal import Database

extension Store {
    private static let keyCheck = "sealing_key"

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

    /// Seals every secret with another key, in one transaction; returns how many there were.
    func reseal(with other: SecretSealer) async throws -> Int {
        let rows = try await database.query("SELECT id, requester_id, sealed_secret FROM requester_secrets ORDER BY id")
        let resealed = try rows.map { row in
            let (id, old) = try (row.text("id"), row.text("sealed_secret"))
            let owner = Self.owner(requester: try row.text("requester_id"), secret: id)
            let new = try other.seal(sealer.open(old, of: owner), of: owner)
            return (id: id, old: old, new: new)
        }
        let (before, after) = (sealer.keyCheck, other.keyCheck)
        return try await transaction(recording: nil) { transaction throws(DatabaseError) in
            let claimed = try transaction.execute(
                "UPDATE settings SET value = $1 WHERE name = $2 AND value = $3",
                [.text(after), .text(Self.keyCheck), .text(before)])
            let count = try transaction.query("SELECT count(*) AS count FROM requester_secrets")[0].integer("count")
            var changed = 0
            for (id, old, new) in resealed {
                changed += try transaction.execute(
                    "UPDATE requester_secrets SET sealed_secret = $1 WHERE id = $2 AND sealed_secret = $3",
                    [.text(new), .text(id), .text(old)])
            }
            guard claimed == 1, changed == resealed.count, count == Int64(changed) else {
                transaction.rollBack()
                return .failure(.unavailable)
            }
            try transaction.notify(.requesters)
            return .success(changed)
        }
    }
}

#endif
