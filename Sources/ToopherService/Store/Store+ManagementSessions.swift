#if Service

internal import Database

extension Store {
    /// Stores a session under the digest of its token.
    static func addManagementSession(
        _ session: ManagementSession, tokenDigest: String, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO management_sessions (token_digest, requester_id, user_name, reset_email, session_token,
                requester_metadata, expires, secret_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(tokenDigest), .text(session.requesterID), .text(session.userName),
                .text(orNull: session.resetAddress?.text), .text(session.echo.sessionToken),
                .text(orNull: session.echo.requesterMetadata), .integer(session.expires),
                .text(session.secretID),
            ])
    }

    /// Looks up the session of a page.
    func managementSession(tokenDigest: String, now: Int64) async throws(DatabaseError) -> ManagementSession? {
        let rows = try await database.query(
            "SELECT * FROM management_sessions WHERE token_digest = $1 AND expires > $2",
            [.text(tokenDigest), .integer(now)])
        guard let row = rows.first else { return nil }
        return ManagementSession(
            requesterID: try row.text("requester_id"), secretID: try row.text("secret_id"),
            userName: try row.text("user_name"),
            resetAddress: try row.optionalText("reset_email").flatMap { MailAddress($0) },
            echo: Postback.Echo(
                sessionToken: try row.text("session_token"),
                requesterMetadata: try row.optionalText("requester_metadata")),
            expires: try row.integer("expires"))
    }
}

#endif
