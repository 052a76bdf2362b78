#if Service

internal import CryptoCore
internal import Database
internal import OAuth1

/// A nonce ledger in the database, so that a replay is refused after a restart too.
struct DatabaseNonceLedger: NonceLedger {
    /// The most expired nonces that are deleted for each recorded one. With two, the table shrinks faster than it grows.
    static let pruneBatch: Int64 = 2

    let database: Database

    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict {
        let digest = try Self.digest(of: use)
        return try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query("SELECT horizon FROM nonce_horizon WHERE id = 1")
            // The second after the newest nonce that was deleted.
            let remembered = try rows.first?.integer("horizon") ?? 0
            guard use.timestamp >= horizon else { return .replayed }
            guard use.timestamp >= remembered else { return .forgotten(through: remembered - 1) }
            let added = try transaction.execute(
                "INSERT INTO nonces (digest, stamped) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
                [.text(digest), .integer(use.timestamp)])
            guard added == 1 else { return .replayed }
            try Self.prune(before: horizon, remembered: remembered, transaction)
            return .fresh
        }
    }

    /// Deletes some of the nonces from before the horizon.
    ///
    /// What was deleted is stored and never moves back: a clock that is set back must not make a deleted nonce valid. It is
    /// the newest timestamp that was deleted and not the horizon: a clock that is ahead for a moment must not have the
    /// requests of a day refused.
    private static func prune(
        before horizon: Int64, remembered: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let old = try transaction.query(
            "SELECT digest, stamped FROM nonces WHERE stamped < $1 ORDER BY stamped LIMIT $2",
            [.integer(horizon), .integer(pruneBatch)])
        guard let newest = try old.last?.integer("stamped") else { return }
        for row in old {
            try transaction.execute("DELETE FROM nonces WHERE digest = $1", [.text(try row.text("digest"))])
        }
        guard newest >= remembered else { return }
        try transaction.execute("UPDATE nonce_horizon SET horizon = $1 WHERE id = 1", [.integer(newest + 1)])
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
