#if Service

internal import Database

extension Store {
    /// Creates a terminal of a user, or renames the one that has the requester's id already.
    static func createTerminal(
        id: String, name: String, requesterSpecifiedID: String?, userName: String, requesterID: String,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<UserTerminal, ProtocolError> {
        guard let user = try user(named: userName, of: requesterID, transaction) else { return .failure(.userUnknown) }
        let requesterSpecifiedID = requesterSpecifiedID ?? ""
        let identity = TerminalDraft.identity(name: name, requesterSpecifiedID: requesterSpecifiedID)
        try transaction.execute(
            """
            INSERT INTO terminals (id, user_id, identity, name, requester_specified_id) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, identity) DO UPDATE SET name = excluded.name
            """, [.text(id), .text(user.id), .text(identity), .text(name), .text(requesterSpecifiedID)])
        let rows = try transaction.query(
            "\(userTerminalColumns) WHERE t.user_id = $1 AND t.identity = $2", [.text(user.id), .text(identity)])
        guard let row = rows.first else { throw .unexpectedColumn(name: "terminals.identity") }
        return .success(try userTerminal(row))
    }

    /// Notes that the user has approved something on the phone from the terminal of a request.
    ///
    /// Anybody may use the name of a terminal: one that has only a name is never known.
    static func noteApproval(
        of request: AuthenticationRequest, _ transaction: Transaction
    ) throws(DatabaseError) {
        guard request.isFirstFromTerminal, request.terminal.isIdentified else { return }
        try transaction.enqueue("UPDATE terminals SET was_approved = 1 WHERE id = $1", [.text(request.terminal.id)])
    }

    /// Looks up a terminal of one of a requester's users.
    static func userTerminal(
        id: String, of requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> UserTerminal? {
        let rows = try connection.query(
            "\(userTerminalColumns) WHERE t.id = $1 AND u.requester_id = $2", [.text(id), .text(requesterID)])
        guard let row = rows.first else { return nil }
        return try userTerminal(row)
    }

    /// Changes the name of a terminal, or the requester's id of it: then it is unknown under the one that it had.
    ///
    /// If another terminal of the user has the new identity, that one becomes unknown: RADIUS makes any number of terminals
    /// unknown by giving them all the same id.
    static func change(
        _ draft: TerminalDraft, terminalID: String, of requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<UserTerminal, ProtocolError> {
        guard var found = try userTerminal(id: terminalID, of: requesterID, transaction) else {
            return .failure(.notFound)
        }
        let before = found.terminal
        found.terminal.name = draft.name ?? found.terminal.name
        found.terminal.requesterSpecifiedID = draft.requesterSpecifiedID ?? found.terminal.requesterSpecifiedID
        let (name, extra) = (found.terminal.name, found.terminal.requesterSpecifiedID)
        let identity = TerminalDraft.identity(name: name, requesterSpecifiedID: extra)
        if identity
            != TerminalDraft.identity(
                name: before.name, requesterSpecifiedID: before.requesterSpecifiedID)
        {
            // What was answered for another terminal than this is from now on.
            try transaction.execute("DELETE FROM automations WHERE terminal_id = $1", [.text(terminalID)])
            try transaction.execute("UPDATE terminals SET was_approved = 0 WHERE id = $1", [.text(terminalID)])
            try record(
                .terminalChanged(terminalID, userID: found.user.id, requesterID: requesterID), now: now, transaction)
            // An approval that is under way would be one for the new identity, too.
            try withdrawRequests(from: terminalID, of: found.user.id, now: now, transaction)
        }
        // No identity begins like that, so that nothing is found under it again.
        try transaction.execute(
            """
            UPDATE terminals SET identity = 'former:' || id WHERE user_id = $1 AND identity = $2 AND id <> $3
            """, [.text(found.user.id), .text(identity), .text(terminalID)])
        try transaction.execute(
            "UPDATE terminals SET identity = $1, name = $2, requester_specified_id = $3 WHERE id = $4",
            [.text(identity), .text(name), .text(extra), .text(terminalID)])
        return .success(found)
    }

    private static func withdrawRequests(
        from terminalID: String, of userID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let rows = try transaction.query(
            """
            SELECT q.id, q.requester_id, \(hasWebhook("q.requester_id")) FROM authentication_requests q
            WHERE q.user_id = $1 AND q.terminal_id = $2 AND q.state = 'pending'
            """, [.text(userID), .text(terminalID)])
        for row in rows {
            let id = try row.text("id")
            let event = AuditEvent.ended(
                id, requesterID: try row.text("requester_id"), userID: userID, .cancelled)
            if try end(id, .cancelled, event, now: now, transaction), try row.flag("has_webhook") {
                try announceRequest(id: id, now: now, transaction)
            }
        }
    }

    private static let userTerminalColumns = """
        SELECT t.id, t.name, t.requester_specified_id, \(userFields)
        FROM terminals t JOIN users u ON u.id = t.user_id
        """

    private static func userTerminal(_ row: Row) throws(DatabaseError) -> UserTerminal {
        UserTerminal(
            terminal: Terminal(
                id: try row.text("id"), name: try row.text("name"),
                requesterSpecifiedID: try row.text("requester_specified_id")),
            user: try user(row))
    }
}

#endif
