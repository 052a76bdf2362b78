#if Service

internal import Database

extension Store {
    /// For how long a code can be exchanged, in seconds.
    static let webCodeLife: Int64 = 60

    /// Stores a log-in, under the digest of its page's token.
    static func add(
        _ login: WebLogin, tokenDigest: String, expires: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO web_logins (token_digest, integration_id, user_name, redirect_uri, state, nonce, code_name,
                code_digest, code_expires, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0, $8)
            """,
            [
                .text(tokenDigest), .text(login.integrationKey), .text(login.userName), .text(login.redirectURI),
                .text(login.state), .text(orNull: login.nonce), .text(login.codeName), .integer(expires),
            ])
    }

    /// Gives a log-in a code, in place of one that was not fetched; returns the log-in, `nil` if there is none or it was
    /// exchanged.
    ///
    /// - Parameter codeDigest: `nil` for a log-in that was denied.
    func finishWebLogin(
        tokenDigest: String, codeDigest: String?, now: Int64
    ) async throws(DatabaseError) -> WebLogin? {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query(
                "SELECT * FROM web_logins WHERE token_digest = $1 AND expires > $2",
                [.text(tokenDigest), .integer(now)])
            guard let row = rows.first else { return nil }
            if let codeDigest {
                try transaction.execute(
                    "UPDATE web_logins SET code_digest = $1, code_expires = $2 WHERE token_digest = $3",
                    [.text(codeDigest), .integer(now + Self.webCodeLife), .text(tokenDigest)])
            }
            return try Self.webLogin(row)
        }
    }

    /// Takes the log-in of a code, which then is used; `nil` if there is none for this integration and address.
    static func exchange(
        codeDigest: String, of integrationKey: String, redirectURI: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> WebLogin? {
        let rows = try transaction.query(
            """
            SELECT * FROM web_logins
            WHERE code_digest = $1 AND integration_id = $2 AND redirect_uri = $3 AND code_expires > $4
            """, [.text(codeDigest), .text(integrationKey), .text(redirectURI), .integer(now)])
        guard let row = rows.first else { return nil }
        // Whoever deletes the row has the log-in.
        let deleted = try transaction.execute(
            "DELETE FROM web_logins WHERE token_digest = $1 AND code_digest = $2",
            [.text(try row.text("token_digest")), .text(codeDigest)])
        return deleted == 1 ? try webLogin(row) : nil
    }

    private static func webLogin(_ row: Row) throws(DatabaseError) -> WebLogin {
        WebLogin(
            integrationKey: try row.text("integration_id"), userName: try row.text("user_name"),
            redirectURI: try row.text("redirect_uri"), state: try row.text("state"),
            nonce: try row.optionalText("nonce"), codeName: try row.text("code_name"))
    }
}

#endif
