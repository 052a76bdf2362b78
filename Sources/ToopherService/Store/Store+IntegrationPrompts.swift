#if Service

internal import Database

extension Store {
    /// For how long a prompt may stand on a terminal, in seconds.
    private static let promptLife: Int64 = 120

    /// Keeps the number of a prompt, in place of an earlier one of the same integration, user and place.
    ///
    /// Of two who log in as one user from one place, neither number counts: whose request comes first is not known, so one
    /// could have the other's. The request then has a number that no prompt has shown.
    func keepPrompt(_ digest: String, number: String, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                """
                INSERT INTO integration_prompts (digest, number, expires) VALUES ($1, $2, $3)
                ON CONFLICT (digest) DO UPDATE SET expires = excluded.expires,
                    number = CASE WHEN integration_prompts.expires > $4 THEN '' ELSE excluded.number END
                """, [.text(digest), .text(number), .integer(now + Self.promptLife), .integer(now)])
        }
    }

    /// Returns the number of a prompt, which is for one request.
    static func takePrompt(_ digest: String, now: Int64, _ transaction: Transaction) throws(DatabaseError) -> String? {
        let rows = try transaction.query(
            "SELECT number FROM integration_prompts WHERE digest = $1 AND expires > $2", [.text(digest), .integer(now)])
        guard let number = try rows.first?.text("number") else { return nil }
        try transaction.execute("DELETE FROM integration_prompts WHERE digest = $1", [.text(digest)])
        return number.isEmpty ? nil : number
    }
}

#endif
