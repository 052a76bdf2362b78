#if Service

internal import Database

extension Store {
    /// For how long after its end a phrase is not offered again, in seconds: somebody may still type the old one.
    private static let phraseRest: Int64 = 86_400

    /// For how long after its end a secret is kept, in seconds: longer than a page that was signed with it is being opened.
    private static let secretRest: Int64 = 86_400

    /// Deletes some of what has expired: what people and pages no longer use; returns whether there was any.
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
            let secrets = try transaction.execute(
                """
                DELETE FROM requester_secrets WHERE id IN
                    (SELECT id FROM requester_secrets
                    WHERE expires <= $1 AND id NOT IN (SELECT secret_id FROM page_sessions)
                        AND id NOT IN (SELECT secret_id FROM management_sessions) ORDER BY expires LIMIT $2)
                """, [.integer(now - Self.secretRest), .integer(count)])
            let keys = try transaction.execute(
                """
                DELETE FROM idempotency_keys WHERE (requester_id, idempotency_key) IN
                    (SELECT requester_id, idempotency_key FROM idempotency_keys WHERE expires <= $1 LIMIT $2)
                """, [.integer(now), .integer(count)])
            let automations = try transaction.execute(
                "DELETE FROM automations WHERE id IN (SELECT id FROM automations WHERE expires <= $1 LIMIT $2)",
                [.integer(now), .integer(count)])
            var others = try transaction.execute(
                "DELETE FROM webhook_secrets WHERE expires <= $1", [.integer(now)])
            others += try transaction.execute(
                """
                DELETE FROM webhook_messages WHERE id IN
                    (SELECT id FROM webhook_messages WHERE created <= $1 ORDER BY created LIMIT $2)
                """, [.integer(now - WebhookSchedule.longestAge), .integer(count)])
            others += try transaction.execute(
                """
                DELETE FROM integration_requests WHERE request_id IN
                    (SELECT request_id FROM integration_requests WHERE expires <= $1 ORDER BY expires LIMIT $2)
                """, [.integer(now), .integer(count)])
            others += try transaction.execute(
                """
                DELETE FROM integration_prompts WHERE digest IN
                    (SELECT digest FROM integration_prompts WHERE expires <= $1 LIMIT $2)
                """, [.integer(now), .integer(count)])
            for table in ["pairing_invitations", "reset_links", "management_sessions", "web_logins"] {
                others += try transaction.execute(
                    """
                    DELETE FROM \(table) WHERE token_digest IN
                        (SELECT token_digest FROM \(table) WHERE expires <= $1 ORDER BY expires LIMIT $2)
                    """, [.integer(now), .integer(count)])
            }
            return phrases + sessions + secrets + keys + automations + others > 0
        }
    }
}

#endif
