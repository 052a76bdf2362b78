#if Service

internal import Database
internal import DeviceProtocol

extension Store {
    /// Keeps an answer for later requests from the same terminal for the same action, in place of an earlier one.
    ///
    /// The decision on the request has the signed record.
    static func keep(
        _ answer: DeviceProtocol.Answer, to request: AuthenticationRequest, newID: String, now: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) {
        guard let pairingID = request.pairingID, let deviceID = request.deviceID else { return }
        try transaction.execute(
            """
            INSERT INTO automations (id, user_id, pairing_id, device_id, terminal_id, action_id, request_id, decision,
                had_number, created, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (pairing_id, terminal_id, action_id) DO UPDATE SET id = excluded.id,
                request_id = excluded.request_id, decision = excluded.decision, had_number = excluded.had_number,
                created = excluded.created, expires = excluded.expires
            """,
            [
                .text(newID), .text(request.user.id), .text(pairingID), .text(deviceID), .text(request.terminal.id),
                .text(request.action.id), .text(request.id), .text(answer.decision.rawValue),
                .flag(request.matchNumber != nil), .integer(now), .integer(answer.automatedUntil),
            ])
    }

    /// Returns the standing answers of a device that are still good, the newest first.
    static func automations(
        deviceID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> [Automation] {
        let rows = try connection.query(
            """
            \(automationColumns)
            WHERE m.device_id = $1 AND m.expires > $2 ORDER BY m.created DESC, m.id LIMIT 500
            """, [.text(deviceID), .integer(now)])
        return try rows.map { row throws(DatabaseError) in try automation(row) }
    }

    /// Looks up a standing answer of a device. Those of others are not there.
    func automation(id: String, deviceID: String) async throws(DatabaseError) -> Automation? {
        let rows = try await database.query(
            "\(Self.automationColumns) WHERE m.id = $1 AND m.device_id = $2", [.text(id), .text(deviceID)])
        guard let row = rows.first else { return nil }
        return try Self.automation(row)
    }

    /// Returns the standing answers for a user that are still good, the newest first.
    static func automations(
        userName: String, of requesterID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> [Automation] {
        let rows = try connection.query(
            """
            \(automationColumns)
            WHERE u.requester_id = $1 AND u.name = $2 AND m.expires > $3 ORDER BY m.created DESC, m.id LIMIT 500
            """, [.text(requesterID), .text(userName), .integer(now)])
        return try rows.map { row throws(DatabaseError) in try automation(row) }
    }

    /// Ends a standing answer for a user; returns whether there was one.
    ///
    /// - Parameter actor: On whose word.
    static func endAutomation(
        id: String, userName: String, of requesterID: String, by actor: AuditActor, now: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let found = try automations(userName: userName, of: requesterID, now: now, transaction).first { $0.id == id }
        guard let found, try transaction.execute("DELETE FROM automations WHERE id = $1", [.text(id)]) == 1 else {
            return false
        }
        try record(.automationEnded(found, by: actor), now: now, transaction)
        return true
    }

    /// Ends all standing answers for a user: somebody else has asked in the user's name.
    static func revokeAutomations(userID: String, _ transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM automations WHERE user_id = $1", [.text(userID)])
    }

    private static let automationColumns = """
        SELECT m.id, m.decision, m.created, m.expires, u.id AS user_id, u.name AS user_name, r.id AS requester_id,
            r.name AS requester_name, a.id AS action_id, a.name AS action_name, t.id AS terminal_id,
            t.name AS terminal_name
        FROM automations m JOIN users u ON u.id = m.user_id JOIN requesters r ON r.id = u.requester_id
            JOIN actions a ON a.id = m.action_id JOIN terminals t ON t.id = m.terminal_id
        """

    private static func automation(_ row: Row) throws(DatabaseError) -> Automation {
        Automation(
            id: try row.text("id"),
            requester: .init(id: try row.text("requester_id"), name: try row.text("requester_name")),
            user: .init(id: try row.text("user_id"), name: try row.text("user_name")),
            action: .init(id: try row.text("action_id"), name: try row.text("action_name")),
            terminal: .init(id: try row.text("terminal_id"), name: try row.text("terminal_name")),
            decision: try row.word("decision"), created: try row.integer("created"),
            expires: try row.integer("expires"))
    }
}

#endif
