#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Stores a session under the digest of its token: a reader of the database cannot pose as the page.
    static func addPageSession(
        _ session: PageSession, userName: String, tokenDigest: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let draft = session.draft
        try transaction.execute(
            """
            INSERT INTO page_sessions (token_digest, requester_id, secret_id, user_name, terminal_name,
                requester_specified_id, action_name, automation_allowed, challenge_required, session_token,
                requester_metadata, request_id, expires, allows_pairing, reset_email)
            VALUES ($1, $2, $12, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11, $13, $14)
            """,
            [
                .text(tokenDigest), .text(session.requesterID), .text(userName),
                .text(draft.terminalName ?? ""), .text(orNull: draft.requesterSpecifiedID),
                .text(draft.actionName), .flag(draft.automationAllowed), .flag(draft.challengeRequired),
                .text(session.echo.sessionToken), .text(orNull: session.echo.requesterMetadata),
                .integer(session.expires), .text(session.secretID), .flag(session.allowsPairing),
                .text(orNull: session.resetAddress?.text),
            ])
    }

    /// Looks up the session of a page.
    func pageSession(tokenDigest: String, now: Int64) async throws(DatabaseError) -> PageSession? {
        let rows = try await database.query(
            "SELECT * FROM page_sessions WHERE token_digest = $1 AND expires > $2",
            [.text(tokenDigest), .integer(now)])
        guard let row = rows.first else { return nil }
        return try Self.pageSession(row)
    }

    /// Returns a page's authentication request, which the first call initiates.
    ///
    /// Pages never share a request. Otherwise one approval would also grant a page that somebody else has opened in the
    /// user's name at the same moment.
    static func join(
        _ session: PageSession, tokenDigest: String, requester: Requester, ids: NewRequestIDs, now: Int64,
        lifetime: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError> {
        let rows = try transaction.query(
            "SELECT request_id, refusal_code FROM page_sessions WHERE token_digest = $1", [.text(tokenDigest)])
        // What the page was told is final, also if it would be another today.
        if let code = try rows.first?.optionalInteger("refusal_code"), let refusal = ProtocolError(pageRefusal: code) {
            return .failure(refusal)
        }
        if let id = try rows.first?.optionalText("request_id"),
            let request = try authenticationRequest(id: id, transaction)
        {
            return .success(request)
        }
        let result = try initiate(
            session.draft, mergeKey: nil, requester: requester, ids: ids, now: now, lifetime: lifetime, sealer: sealer,
            transaction)
        if case .success(let request) = result {
            try transaction.execute(
                "UPDATE page_sessions SET request_id = $1 WHERE token_digest = $2",
                [.text(request.id), .text(tokenDigest)])
        }
        return result
    }

    /// Returns the authentication request that a page has initiated; `nil` before that.
    static func joinedRequest(
        tokenDigest: String, _ connection: Connection
    ) throws(DatabaseError) -> AuthenticationRequest? {
        let rows = try connection.query(
            "SELECT request_id FROM page_sessions WHERE token_digest = $1", [.text(tokenDigest)])
        guard let id = try rows.first?.optionalText("request_id") else { return nil }
        return try authenticationRequest(id: id, connection)
    }

    /// Notes the result of a page, and returns when it was first given one: now, or the time that an earlier call has stored.
    ///
    /// - Parameter refusal: Why there is no authentication request; `nil` if there is one.
    ///
    /// The postback is signed with that time. If each call had its own, one approval, or one refusal, would yield many valid
    /// postbacks.
    func completePageSession(
        tokenDigest: String, refusal: ProtocolError?, now: Int64
    ) async throws(DatabaseError) -> Int64 {
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                """
                UPDATE page_sessions SET answered = $1, refusal_code = $2 WHERE token_digest = $3 AND answered IS NULL
                """, [.integer(now), .integer(orNull: refusal.map { Int64($0.code) }), .text(tokenDigest)])
            let rows = try transaction.query(
                "SELECT answered FROM page_sessions WHERE token_digest = $1", [.text(tokenDigest)])
            return try rows.first?.integer("answered") ?? now
        }
    }

    private static func pageSession(_ row: Row) throws(DatabaseError) -> PageSession {
        PageSession(
            requesterID: try row.text("requester_id"), secretID: try row.text("secret_id"),
            draft: AuthenticationRequestDraft(
                subject: .user(name: try row.text("user_name")), terminalName: try row.text("terminal_name"),
                requesterSpecifiedID: try row.optionalText("requester_specified_id"),
                actionName: try row.text("action_name"), automationAllowed: try row.flag("automation_allowed"),
                challengeRequired: try row.flag("challenge_required"), showsNumber: true),
            echo: Postback.Echo(
                sessionToken: try row.text("session_token"),
                requesterMetadata: try row.optionalText("requester_metadata")),
            allowsPairing: try row.flag("allows_pairing"),
            resetAddress: try row.optionalText("reset_email").flatMap { MailAddress($0) },
            expires: try row.integer("expires"))
    }
}

#endif
