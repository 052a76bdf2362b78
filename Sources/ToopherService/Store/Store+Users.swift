#if Service

internal import Database

extension Store {
    /// Returns the user of a name, and creates a missing one.
    static func user(
        named name: String, of requesterID: String, newID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> User {
        let added = try transaction.execute(
            """
            INSERT INTO users (id, requester_id, name, is_enabled, created) VALUES ($1, $2, $3, 1, $4)
            ON CONFLICT (requester_id, name) DO NOTHING
            """, [.text(newID), .text(requesterID), .text(name), .integer(now)])
        if added == 1 { try record(.userCreated(newID, requesterID: requesterID, name: name), now: now, transaction) }
        guard let user = try user(named: name, of: requesterID, transaction) else {
            throw .unexpectedColumn(name: "users.name")
        }
        return user
    }

    /// Looks up a user by name.
    static func user(
        named name: String, of requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> User? {
        let rows = try connection.query(
            "SELECT \(userFields) FROM users u WHERE u.requester_id = $1 AND u.name = $2",
            [.text(requesterID), .text(name)])
        guard let row = rows.first else { return nil }
        return try user(row)
    }

    /// The columns that ``user(_:)`` reads, of the table `users` by the name `u`.
    static let userFields = """
        u.id AS user_id, u.name AS user_name, u.is_enabled, u.unanswered_prompts, u.wrong_numbers, u.quiet_until
        """

    /// Returns the user in a row with ``userFields``.
    static func user(_ row: Row) throws(DatabaseError) -> User {
        User(
            id: try row.text("user_id"), name: try row.text("user_name"), isEnabled: try row.flag("is_enabled"),
            prompts: PromptHistory(
                unanswered: try row.integer("unanswered_prompts"), wrongNumbers: try row.integer("wrong_numbers"),
                quietUntil: try row.integer("quiet_until")))
    }

    /// Looks up a user by id.
    static func user(id: String, of requesterID: String, _ connection: Connection) throws(DatabaseError) -> User? {
        let rows = try connection.query(
            "SELECT \(userFields) FROM users u WHERE requester_id = $1 AND id = $2",
            [.text(requesterID), .text(id)])
        guard let row = rows.first else { return nil }
        return try user(row)
    }

    /// Returns some of a requester's users, in the order of their ids.
    static func users(
        of requesterID: String, _ page: ListPage, _ connection: Connection
    ) throws(DatabaseError) -> [User] {
        let rows = try connection.query(
            """
            SELECT \(userFields) FROM users u
            WHERE requester_id = $1 AND id > $2 ORDER BY id LIMIT $3
            """, [.text(requesterID), .text(page.after), .integer(page.limit)])
        return try rows.map { row throws(DatabaseError) in try user(row) }
    }

    /// Renames, enables or disables a user. What a disabled user's phones have not decided is withdrawn.
    static func change(
        _ change: UserChange, userID: String, of requesterID: String, by actor: AuditActor, now: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<User, ProtocolError> {
        guard var user = try user(id: userID, of: requesterID, transaction) else { return .failure(.notFound) }
        if let name = change.name, name != user.name {
            guard try self.user(named: name, of: requesterID, transaction) == nil else {
                return .failure(.userNameTaken)
            }
            user.name = name
            try record(.userRenamed(userID, requesterID: requesterID, name: name), now: now, transaction)
        }
        if let isEnabled = change.isEnabled, isEnabled != user.isEnabled {
            user.isEnabled = isEnabled
            try record(
                .userStateChanged(userID, requesterID: requesterID, isEnabled: isEnabled, by: actor), now: now,
                transaction)
        }
        try transaction.execute(
            "UPDATE users SET name = $1, is_enabled = $2 WHERE id = $3",
            [.text(user.name), .flag(user.isEnabled), .text(userID)])
        if !user.isEnabled { try withdrawRequests(ofUser: userID, now: now, transaction) }
        return .success(user)
    }
}

#endif
