#if Service

internal import Database

/// What the operator's desk shows.
extension Store {
    /// The most rows of a list.
    static let adminLimit: Int64 = 100

    /// Returns users of a requester whose names begin so, in the order of their names.
    func adminUsers(of requesterID: String, prefix: String) async throws(DatabaseError) -> [User] {
        try await database.query(
            """
            SELECT \(Self.userFields) FROM users u
            WHERE u.requester_id = $1 AND substr(u.name, 1, length(CAST($2 AS TEXT))) = $2
            ORDER BY u.name LIMIT \(Self.adminLimit)
            """, [.text(requesterID), .text(prefix)]
        ).map { row throws(DatabaseError) in try Self.user(row) }
    }

    /// Looks up a user, and the requester.
    func adminUser(id: String) async throws(DatabaseError) -> (user: User, requesterID: String)? {
        let rows = try await database.query(
            "SELECT u.requester_id, \(Self.userFields) FROM users u WHERE u.id = $1", [.text(id)])
        return try rows.first.map { row throws(DatabaseError) in (try Self.user(row), try row.text("requester_id")) }
    }

    /// Returns what waits for a decision, the newest first.
    func adminPending(now: Int64) async throws(DatabaseError) -> [AdminPendingRequest] {
        try await database.query(
            """
            SELECT q.id, q.created, q.expires, r.name AS requester_name, u.name AS user_name, a.name AS action_name, q.terminal_name
            FROM authentication_requests q JOIN users u ON u.id = q.user_id
                JOIN requesters r ON r.id = q.requester_id JOIN actions a ON a.id = q.action_id
            WHERE q.state = 'pending' AND q.expires > $1 ORDER BY q.created DESC, q.id LIMIT \(Self.adminLimit)
            """, [.integer(now)]
        ).map { row throws(DatabaseError) in
            AdminPendingRequest(
                id: try row.text("id"), requester: try row.text("requester_name"), user: try row.text("user_name"),
                action: try row.text("action_name"), terminal: try row.text("terminal_name"),
                created: try row.integer("created"), expires: try row.integer("expires"))
        }
    }

    /// Returns entries of the log that have a text, the newest first.
    ///
    /// - Parameter position: Only those before this one.
    func adminEntries(
        containing text: String, before position: Int64
    ) async throws(DatabaseError) -> [(position: Int64, entry: String)] {
        try await database.query(
            """
            SELECT position, entry FROM audit_entries
            WHERE position < $1 AND position >= 0 AND ($2 = '' OR replace(entry, $2, '') <> entry)
            ORDER BY position DESC LIMIT \(Self.adminLimit)
            """, [.integer(position), .text(text)]
        ).map { row throws(DatabaseError) in (try row.integer("position"), try row.text("entry")) }
    }

    /// Ends a standing answer; returns whether there was one.
    func adminEndAutomation(
        id: String, userName: String, of requesterID: String, now: Int64
    ) async throws(DatabaseError) -> Bool {
        try await database.write { transaction throws(DatabaseError) in
            try Self.endAutomation(
                id: id, userName: userName, of: requesterID, by: .operator, now: now, transaction)
        }
    }
}

#endif
