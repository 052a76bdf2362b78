#if Service

internal import CryptoCore
internal import Database
internal import OAuth1

/// A nonce ledger in the database, so that a replay is refused after a restart too.
struct DatabaseNonceLedger: NonceLedger {
    /// The most expired nonces that are deleted for each recorded one. With two, the table shrinks faster than it grows.
    static let pruneBatch: Int64 = 2

    let database: DatabaseQueue

    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict {
        let digest = try Self.digest(of: use)
        return try await database.transaction { connection throws(DatabaseError) in
            let rows = try connection.query("SELECT horizon FROM nonce_horizon WHERE id = 1")
            let expired = try rows.first?.integer("horizon") ?? 0
            guard use.timestamp >= expired else { return .replayed }
            let added = try connection.execute(
                "INSERT INTO nonces (digest, stamped) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
                [.text(digest), .integer(use.timestamp)])
            guard added == 1 else { return .replayed }
            try Self.prune(before: horizon, expired: expired, connection)
            return .fresh
        }
    }

    /// Deletes some of the nonces from before the horizon.
    ///
    /// The horizon is stored and never moves back: a clock that is set back must not make a deleted nonce valid.
    private static func prune(
        before horizon: Int64, expired: Int64, _ connection: Connection
    ) throws(DatabaseError) {
        let pruned = try connection.execute(
            "DELETE FROM nonces WHERE digest IN (SELECT digest FROM nonces WHERE stamped < $1 ORDER BY stamped LIMIT $2)",
            [.integer(horizon), .integer(pruneBatch)])
        guard pruned > 0, horizon > expired else { return }
        try connection.execute("UPDATE nonce_horizon SET horizon = $1 WHERE id = 1", [.integer(horizon)])
    }

    /// Returns a digest of fixed size. Lengths precede the parts, so that two uses never give the same text.
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
