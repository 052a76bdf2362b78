#if Service

internal import Database

extension Store {
    /// For how long a prompt may stand on a terminal, in seconds.
    private static let promptLife: Int64 = 300

    /// Keeps the number of a prompt, in place of an earlier one of the same integration, user and place.
    ///
    /// Of two who log in as one user from one place, the number of the later one counts, so that neither can have the other's.
    func keepPrompt(_ digest: String, number: String, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                """
                INSERT INTO integration_prompts (digest, number, expires) VALUES ($1, $2, $3)
                ON CONFLICT (digest) DO UPDATE SET number = excluded.number, expires = excluded.expires
                """, [.text(digest), .text(number), .integer(now + Self.promptLife)])
        }
    }

    /// Returns the number of a prompt, which is for one request.
    static func takePrompt(_ digest: String, now: Int64, _ transaction: Transaction) throws(DatabaseError) -> String? {
        let rows = try transaction.query(
            "SELECT number FROM integration_prompts WHERE digest = $1 AND expires > $2", [.text(digest), .integer(now)])
        guard let number = try rows.first?.text("number") else { return nil }
        try transaction.execute("DELETE FROM integration_prompts WHERE digest = $1", [.text(digest)])
        return number
    }
}

#endif
