#if Service

internal import CryptoCore
internal import Database
internal import OAuth1

/// Remembers nonces in the database, so that a replay is refused also after a restart.
struct DatabaseNonceLedger: NonceLedger {
    /// How many old nonces are forgotten per recorded one, at most. Two, and the table shrinks faster than it grows.
    static let pruneBatch: Int64 = 2

    let database: DatabaseQueue

    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict {
        let digest = try Self.digest(of: use)
        return try await database.transaction { connection throws(DatabaseError) in
            let rows = try connection.query("SELECT horizon FROM nonce_horizon WHERE id = 1")
            let forgotten = try rows.first?.integer("horizon") ?? 0
            guard use.timestamp >= forgotten else { return .replayed }
            let added = try connection.execute(
                "INSERT INTO nonces (digest, stamped) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
                [.text(digest), .integer(use.timestamp)])
            guard added == 1 else { return .replayed }
            try Self.prune(before: horizon, forgotten: forgotten, connection)
            return .fresh
        }
    }

    /// Forgets a few nonces that are too old to be accepted again. The horizon is kept and never moves back: a clock
    /// that is set back cannot make a forgotten nonce acceptable.
    private static func prune(
        before horizon: Int64, forgotten: Int64, _ connection: Connection
    ) throws(DatabaseError) {
        let pruned = try connection.execute(
            "DELETE FROM nonces WHERE digest IN (SELECT digest FROM nonces WHERE stamped < $1 ORDER BY stamped LIMIT $2)",
            [.integer(horizon), .integer(pruneBatch)])
        guard pruned > 0, horizon > forgotten else { return }
        try connection.execute("UPDATE nonce_horizon SET horizon = $1 WHERE id = 1", [.integer(horizon)])
    }

    /// Of fixed size, whatever a client sends. Lengths precede the parts, so that no two uses look alike.
    private static func digest(of use: NonceUse) throws(CryptoError) -> String {
        let token = use.token ?? ""
        let text = """
            \(use.consumerKey.utf8.count) \(use.consumerKey) \(use.token == nil ? 0 : 1) \(token.utf8.count) \(token) \
            \(use.timestamp) \(use.nonce)
            """
        return Base64.encodeURL(try Digest.sha256(Array(text.utf8)))
    }
}

#endif
