#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Stores a session under the digest of its token: a reader of the database cannot pose as the page.
    func addPageSession(
        _ session: PageSession, userName: String, tokenDigest: String, now: Int64
    ) async throws(DatabaseError) {
        let draft = session.draft
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                """
                DELETE FROM page_sessions WHERE token_digest IN
                    (SELECT token_digest FROM page_sessions WHERE expires <= $1 LIMIT 100)
                """, [.integer(now)])
            _ = try transaction.execute(
                """
                INSERT INTO page_sessions (token_digest, requester_id, user_name, terminal_name,
                    requester_specified_id, action_name, automation_allowed, challenge_required, session_token,
                    requester_metadata, request_id, expires)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11)
                """,
                [
                    .text(tokenDigest), .text(session.requesterID), .text(userName),
                    .text(draft.terminalName ?? ""), .text(orNull: draft.requesterSpecifiedID),
                    .text(draft.actionName), .flag(draft.automationAllowed), .flag(draft.challengeRequired),
                    .text(session.echo.sessionToken), .text(orNull: session.echo.requesterMetadata),
                    .integer(session.expires),
                ])
        }
    }

    /// Returns a page's session and authentication request, which the first call initiates.
    ///
    /// Pages never share a request. Otherwise one approval would also grant a page that somebody else has opened in the
    /// user's name at the same moment.
    func joinPageSession(
        tokenDigest: String, ids: NewRequestIDs, now: Int64, lifetime: Int64
    ) async throws(DatabaseError) -> (session: PageSession, result: Result<AuthenticationRequest, ProtocolError>)? {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query(
                "SELECT * FROM page_sessions WHERE token_digest = $1 AND expires > $2",
                [.text(tokenDigest), .integer(now)])
            guard let row = rows.first else { return nil }
            let session = try Self.pageSession(row)
            if let id = try row.optionalText("request_id"),
                let request = try Self.authenticationRequest(id: id, transaction)
            {
                return (session, .success(request))
            }
            let result = try Self.initiate(
                session.draft, requesterID: session.requesterID, ids: ids, now: now, lifetime: lifetime, transaction)
            if case .success(let request) = result {
                try transaction.execute(
                    "UPDATE page_sessions SET request_id = $1 WHERE token_digest = $2",
                    [.text(request.id), .text(tokenDigest)])
            }
            return (session, result)
        }
    }

    /// Returns when a page was first given its result: now, or the time that an earlier call has stored.
    ///
    /// The postback is signed with that time. If each call had its own, one approval, or one refusal, would yield many valid
    /// postbacks.
    func completePageSession(tokenDigest: String, now: Int64) async throws(DatabaseError) -> Int64 {
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                "UPDATE page_sessions SET answered = $1 WHERE token_digest = $2 AND answered IS NULL",
                [.integer(now), .text(tokenDigest)])
            let rows = try transaction.query(
                "SELECT answered FROM page_sessions WHERE token_digest = $1", [.text(tokenDigest)])
            return try rows.first?.integer("answered") ?? now
        }
    }

    private static func pageSession(_ row: Row) throws(DatabaseError) -> PageSession {
        PageSession(
            requesterID: try row.text("requester_id"),
            draft: AuthenticationRequestDraft(
                subject: .user(name: try row.text("user_name")), terminalName: try row.text("terminal_name"),
                requesterSpecifiedID: try row.optionalText("requester_specified_id"),
                actionName: try row.text("action_name"), automationAllowed: try row.flag("automation_allowed"),
                challengeRequired: try row.flag("challenge_required")),
            echo: Postback.Echo(
                sessionToken: try row.text("session_token"),
                requesterMetadata: try row.optionalText("requester_metadata")),
            expires: try row.integer("expires"))
    }
}

#endif
