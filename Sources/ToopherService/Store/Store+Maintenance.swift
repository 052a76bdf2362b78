#if Service

internal import Database

extension Store {
    /// For how long after its end a phrase is not offered again, in seconds: somebody may still type the old one.
    private static let phraseRest: Int64 = 86_400

    /// Deletes some of what has expired: phrases, invitations, reset links and sessions of pages; returns whether there was any.
    func deleteExpired(now: Int64, atMost count: Int64 = 1000) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            let phrases = try transaction.execute(
                """
                DELETE FROM pairing_phrases WHERE phrase IN
                    (SELECT phrase FROM pairing_phrases WHERE expires <= $1 ORDER BY expires LIMIT $2)
                """, [.integer(now - Self.phraseRest), .integer(count)])
            let sessions = try transaction.execute(
                """
                DELETE FROM page_sessions WHERE token_digest IN
                    (SELECT token_digest FROM page_sessions WHERE expires <= $1 ORDER BY expires LIMIT $2)
                """, [.integer(now), .integer(count)])
            var others = 0
            for table in ["pairing_invitations", "reset_links", "management_sessions"] {
                others += try transaction.execute(
                    """
                    DELETE FROM \(table) WHERE token_digest IN
                        (SELECT token_digest FROM \(table) WHERE expires <= $1 ORDER BY expires LIMIT $2)
                    """, [.integer(now), .integer(count)])
            }
            return phrases + sessions + others > 0
        }
    }
}

#endif
