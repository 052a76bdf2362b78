#if Service

internal import Database

extension Store {
    /// Stores an authentication request, or returns why it is refused.
    static func initiate(
        _ draft: AuthenticationRequestDraft, requester: Requester, ids: NewRequestIDs, now: Int64, lifetime: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError> {
        let pairing: Pairing
        let deviceID: String
        switch try subject(draft.subject, requesterID: requester.id, transaction) {
        case .success((let user, let found)):
            if let refusal = AuthenticationRequestDraft.refusal(user: user, pairing: found?.status(at: now)) {
                return .failure(refusal)
            }
            // Only a phone can have approved a pairing.
            guard let found, let device = found.deviceID else { return .failure(.pairingDeactivated) }
            (pairing, deviceID) = (found, device)
        case .failure(let refusal):
            return .failure(refusal)
        }
        guard let terminal = try terminal(of: draft, userID: pairing.user.id, newID: ids.terminal, transaction) else {
            return .failure(.terminalUnknown)
        }
        let action = try action(named: draft.actionName, requesterID: requester.id, newID: ids.action, transaction)
        let request = AuthenticationRequest(
            id: ids.request, requesterID: requester.id, requesterName: requester.name, pairingID: pairing.id,
            deviceID: deviceID, user: pairing.user, terminal: terminal, action: action,
            automationAllowed: draft.automationAllowed, challengeRequired: draft.challengeRequired, state: .pending,
            created: now, expires: now + lifetime)
        try insert(request, transaction)
        try transaction.notify(.device(id: deviceID))
        return .success(request)
    }

    /// Looks up an authentication request.
    func authenticationRequest(id: String) async throws(DatabaseError) -> AuthenticationRequest? {
        try Self.authenticationRequest(
            rows: await database.query("\(Self.requestColumns) WHERE q.id = $1", [.text(id)]))
    }

    /// Looks up an authentication request.
    static func authenticationRequest(
        id: String, _ connection: Connection
    ) throws(DatabaseError) -> AuthenticationRequest? {
        try authenticationRequest(rows: connection.query("\(requestColumns) WHERE q.id = $1", [.text(id)]))
    }

    /// Returns the pending requests of a device, the oldest first.
    static func pendingRequests(
        deviceID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> [AuthenticationRequest] {
        let rows = try connection.query(
            """
            \(requestColumns)
            WHERE q.device_id = $1 AND q.state = 'pending' AND q.expires > $2 ORDER BY q.created, q.id LIMIT 100
            """, [.text(deviceID), .integer(now)])
        return try rows.map { row throws(DatabaseError) in try authenticationRequest(row) }
    }
}

extension Store {
    private static let requestColumns = """
        SELECT q.id, q.requester_id, r.name AS requester_name, q.pairing_id, q.device_id, q.terminal_id,
            q.terminal_name, t.requester_specified_id, q.action_id, a.name AS action_name, q.automation_allowed,
            q.challenge_required, q.state, q.created, q.expires, u.id AS user_id, u.name AS user_name, u.is_enabled
        FROM authentication_requests q JOIN users u ON u.id = q.user_id JOIN requesters r ON r.id = q.requester_id
            JOIN terminals t ON t.id = q.terminal_id JOIN actions a ON a.id = q.action_id
        """

    private static func insert(_ request: AuthenticationRequest, _ transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO authentication_requests (id, requester_id, pairing_id, device_id, user_id, terminal_id,
                terminal_name, action_id, automation_allowed, challenge_required, state, created, shown_from,
                expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)
            """,
            [
                .text(request.id), .text(request.requesterID), .text(request.pairingID), .text(request.deviceID),
                .text(request.user.id), .text(request.terminal.id), .text(request.terminal.name),
                .text(request.action.id), .flag(request.automationAllowed), .flag(request.challengeRequired),
                .text(request.state.rawValue), .integer(request.created), .integer(request.expires),
            ])
    }

    private static func authenticationRequest(rows: [Row]) throws(DatabaseError) -> AuthenticationRequest? {
        guard let row = rows.first else { return nil }
        return try authenticationRequest(row)
    }

    private static func authenticationRequest(_ row: Row) throws(DatabaseError) -> AuthenticationRequest {
        AuthenticationRequest(
            id: try row.text("id"), requesterID: try row.text("requester_id"),
            requesterName: try row.text("requester_name"), pairingID: try row.text("pairing_id"),
            deviceID: try row.text("device_id"), user: try user(row),
            terminal: Terminal(
                id: try row.text("terminal_id"), name: try row.text("terminal_name"),
                requesterSpecifiedID: try row.text("requester_specified_id")),
            action: Action(id: try row.text("action_id"), name: try row.text("action_name")),
            automationAllowed: try row.flag("automation_allowed"),
            challengeRequired: try row.flag("challenge_required"), state: try row.word("state"),
            created: try row.integer("created"), expires: try row.integer("expires"))
    }

    private static func subject(
        _ subject: AuthenticationRequestDraft.Subject, requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> Result<(User, Pairing?), ProtocolError> {
        switch subject {
        case .pairing(let id):
            // An unknown id and a deactivated pairing mean the same to a client: pair again.
            guard let pairing = try pairing(id: id, connection) else { return .failure(.pairingDeactivated) }
            guard pairing.requesterID == requesterID else { return .failure(.otherRequester) }
            return .success((pairing.user, pairing))
        case .user(let name):
            guard let user = try user(named: name, of: requesterID, connection) else { return .failure(.userUnknown) }
            return .success((user, try latestPairing(userID: user.id, connection)))
        }
    }

    /// Returns the terminal of a draft. An unknown one is created if it has a name; else the result is `nil`.
    private static func terminal(
        of draft: AuthenticationRequestDraft, userID: String, newID: String, _ transaction: Transaction
    ) throws(DatabaseError) -> Terminal? {
        guard let identity = draft.terminalIdentity else { return nil }
        let known = try terminal(identity: identity, userID: userID, transaction)
        // A terminal that is known by this name is not written again.
        guard let name = draft.terminalName, known?.name != name else { return known }
        try transaction.execute(
            """
            INSERT INTO terminals (id, user_id, identity, name, requester_specified_id) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, identity) DO UPDATE SET name = excluded.name
            """,
            [.text(newID), .text(userID), .text(identity), .text(name), .text(draft.requesterSpecifiedID ?? "")])
        return try terminal(identity: identity, userID: userID, transaction)
    }

    private static func terminal(
        identity: String, userID: String, _ connection: Connection
    ) throws(DatabaseError) -> Terminal? {
        let rows = try connection.query(
            "SELECT id, name, requester_specified_id FROM terminals WHERE user_id = $1 AND identity = $2",
            [.text(userID), .text(identity)])
        guard let row = rows.first else { return nil }
        return Terminal(
            id: try row.text("id"), name: try row.text("name"),
            requesterSpecifiedID: try row.text("requester_specified_id"))
    }

    /// Returns the action of a name, and creates a missing one.
    private static func action(
        named name: String, requesterID: String, newID: String, _ transaction: Transaction
    ) throws(DatabaseError) -> Action {
        if let action = try action(named: name, requesterID: requesterID, transaction) { return action }
        try transaction.execute(
            """
            INSERT INTO actions (id, requester_id, name) VALUES ($1, $2, $3) ON CONFLICT (requester_id, name) DO NOTHING
            """, [.text(newID), .text(requesterID), .text(name)])
        guard let action = try action(named: name, requesterID: requesterID, transaction) else {
            throw .unexpectedColumn(name: "actions.id")
        }
        return action
    }

    private static func action(
        named name: String, requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> Action? {
        let rows = try connection.query(
            "SELECT id FROM actions WHERE requester_id = $1 AND name = $2", [.text(requesterID), .text(name)])
        guard let row = rows.first else { return nil }
        return Action(id: try row.text("id"), name: name)
    }
}

#endif
