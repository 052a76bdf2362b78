#if Service

internal import Database
internal import OAuth1

extension Store {
    /// Records a nonce, so that a replay is refused: on every node, and after a restart.
    static func record(_ nonce: RequestNonce, _ transaction: Transaction) throws(DatabaseError) -> NonceRecording {
        guard nonce.timestamp >= nonce.horizon else { return NonceRecording(nonce: nonce, insertion: nil) }
        let insertion = try transaction.enqueue(
            """
            INSERT INTO nonces (stamped, digest) SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT)
            WHERE NOT EXISTS (SELECT 1 FROM nonce_horizon WHERE forgotten >= $1)
            ON CONFLICT (stamped, digest) DO NOTHING
            """, [.integer(nonce.timestamp), .text(nonce.digest)])
        return NonceRecording(nonce: nonce, insertion: insertion)
    }

    /// Deletes some of the nonces from before `horizon`, all of a second or none; returns whether there were any.
    ///
    /// The newest second that was deleted is stored and never moves back: a clock that is set back must not make a deleted
    /// nonce valid. It is not the horizon: a clock that is ahead for a moment must not have the requests of a day refused.
    func forgetNonces(before horizon: Int64, atLeast count: Int64 = 1000) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query(
                """
                SELECT max(stamped) AS newest FROM
                    (SELECT stamped FROM nonces WHERE stamped < $1 ORDER BY stamped LIMIT $2) AS oldest
                """, [.integer(horizon), .integer(count)])
            guard let newest = try rows.first?.optionalInteger("newest") else { return false }
            try transaction.execute("DELETE FROM nonces WHERE stamped <= $1", [.integer(newest)])
            try transaction.execute(
                "UPDATE nonce_horizon SET forgotten = $1 WHERE id = 1 AND forgotten < $1", [.integer(newest)])
            return true
        }
    }

    /// Returns the newest second of which nonces were deleted.
    static func forgottenSecond(_ connection: Connection) throws(DatabaseError) -> Int64 {
        try connection.query(selectForgottenSecond).first?.integer("forgotten") ?? -1
    }

    /// Returns the newest second of which nonces were deleted.
    func forgottenSecond() async throws(DatabaseError) -> Int64 {
        try await database.query(Self.selectForgottenSecond).first?.integer("forgotten") ?? -1
    }

    private static let selectForgottenSecond = "SELECT forgotten FROM nonce_horizon WHERE id = 1"
}

#endif
