#if Service

internal import Database

extension Store {
    /// Stores a link to the desk, under the digest of its token.
    func addAdminLink(digest: String, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute("DELETE FROM admin_tokens WHERE expires <= $1", [.integer(now)])
            try transaction.execute(
                "INSERT INTO admin_tokens (token_digest, kind, expires) VALUES ($1, 'link', $2)",
                [.text(digest), .integer(now + AdminSession.linkLifetime)])
            try Self.record(.adminLinkCreated, now: now, transaction)
        }
    }

    /// Uses a link up for a session; returns whether the link was good.
    func openAdminSession(link digest: String, session: AdminSession, now: Int64) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            let used = try transaction.execute(
                "DELETE FROM admin_tokens WHERE token_digest = $1 AND kind = 'link' AND expires > $2",
                [.text(digest), .integer(now)])
            guard used == 1 else { return false }
            try transaction.execute(
                "INSERT INTO admin_tokens (token_digest, kind, expires) VALUES ($1, 'session', $2)",
                [.text(session.digest), .integer(now + AdminSession.lifetime)])
            try Self.record(.adminSessionOpened, now: now, transaction)
            return true
        }
    }

    /// Returns whether there is a session.
    func hasAdminSession(_ session: AdminSession, now: Int64) async throws(DatabaseError) -> Bool {
        try await !database.query(
            "SELECT expires FROM admin_tokens WHERE token_digest = $1 AND kind = 'session' AND expires > $2",
            [.text(session.digest), .integer(now)]
        ).isEmpty
    }

    /// Ends a session.
    func closeAdminSession(_ session: AdminSession) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("DELETE FROM admin_tokens WHERE token_digest = $1", [.text(session.digest)])
        }
    }
}

#endif
