#if Service

internal import Database

extension Store {
    /// Looks up an authentication request.
    func authenticationRequest(id: String) async throws(DatabaseError) -> AuthenticationRequest? {
        try Self.authenticationRequest(rows: await database.query(Self.selectRequest, [.text(id)]))
    }

    /// Looks up an authentication request.
    static func authenticationRequest(
        id: String, _ connection: Connection
    ) throws(DatabaseError) -> AuthenticationRequest? {
        try authenticationRequest(rows: connection.query(selectRequest, [.text(id)]))
    }

    /// Asks for an authentication request. The function that is returned returns it.
    static func requestedAuthenticationRequest(
        id: String, _ connection: Connection
    ) throws(DatabaseError) -> () throws(DatabaseError) -> AuthenticationRequest? {
        let statement = try connection.enqueue(selectRequest, [.text(id)])
        return { () throws(DatabaseError) in try authenticationRequest(rows: statement.rows()) }
    }

    /// The most requests of one requester that a phone is shown.
    private static let shownPerRequester: Int64 = 10
    /// The most requests that a phone is shown.
    private static let shownInAll: Int64 = 50

    /// Asks for the requests that a device is to show now or later, the newest first. The function that is returned returns
    /// them, and how many there are to answer now.
    ///
    /// No requester can push those of others off the screen. They are found by the users of the device's pairings: an index
    /// for devices would be written twice with every request.
    static func pendingRequests(
        deviceID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> () throws(DatabaseError) -> (requests: [AuthenticationRequest], shownCount: Int64) {
        let statement = try connection.enqueue(
            selectPendingRequests, [.text(deviceID), .integer(now), .integer(shownPerRequester), .integer(shownInAll)])
        return { () throws(DatabaseError) in
            let rows = try statement.rows()
            let requests = try rows.map { row throws(DatabaseError) in try authenticationRequest(row) }
            return (requests, try rows.first?.integer("shown_count") ?? 0)
        }
    }

    /// Stores a request.
    static func insert(
        _ request: AuthenticationRequest, mergeKey: String?, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.enqueue(
            """
            INSERT INTO authentication_requests (id, requester_id, pairing_id, device_id, user_id, terminal_id,
                terminal_name, is_first_from_terminal, action_id, automation_allowed, challenge_required,
                match_number, merge_key, state, created, shown_from, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            [
                .text(request.id), .text(request.requesterID), .text(orNull: request.pairingID),
                .text(orNull: request.deviceID), .text(request.user.id), .text(request.terminal.id),
                .text(request.terminal.name), .flag(request.isFirstFromTerminal), .text(request.action.id),
                .flag(request.automationAllowed),
                .flag(request.challengeRequired), .text(orNull: request.matchNumber), .text(orNull: mergeKey),
                .text(request.state.rawValue), .integer(request.created), .integer(request.shownFrom),
                .integer(request.expires),
            ])
    }

    /// Ends a pending request without its phone; returns whether it was pending.
    ///
    /// - Parameter event: What the log keeps of it.
    @discardableResult
    static func end(
        _ id: String, _ state: AuthenticationRequest.State, _ event: AuditEvent, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let changed = try transaction.execute(
            "UPDATE authentication_requests SET state = $1 WHERE id = $2 AND state = 'pending'",
            [.text(state.rawValue), .text(id)])
        guard changed == 1 else { return false }
        try record(event, now: now, transaction)
        try transaction.notify(.authenticationRequest(id: id))
        return true
    }

    /// Decides a pending request by a one-time password of its user; returns it as it is then.
    ///
    /// A wrong password is a verdict too: a client that asks for one has nothing else to wait for.
    static func judge(
        _ password: String, id: String, requesterID: String, now: Int64, sealer: SecretSealer,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError> {
        switch AuthenticationRequest.found(try authenticationRequest(id: id, transaction), by: requesterID) {
        case .failure(let refusal): return .failure(refusal)
        case .success(var request):
            guard request.user.isEnabled else { return .failure(.userDisabled) }
            // What has ended stays as it is, and costs no guess.
            guard request.pendingUntil(at: now) != nil else { return .success(request) }
            let (verdict, source) = try judgeOneTimePassword(
                password, userID: request.user.id, now: now, sealer: sealer, transaction)
            guard let state = try? request.state(after: .oneTimePassword(isValid: verdict == .valid), at: now),
                try end(id, state, .judged(request, state, source: source), now: now, transaction)
            else { return .success(request) }
            request.state = state
            try announce(request, now: now, transaction)
            return .success(request)
        }
    }

    /// Decides the pending request of a page by a one-time password of its user.
    ///
    /// Only a right one decides: a person may have mistyped, and ``countGuess(at:now:_:)`` limits how often.
    static func judgeOnPage(
        _ password: String, tokenDigest: String, now: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<OneTimePasswordVerdict, ProtocolError> {
        guard var request = try joinedRequest(tokenDigest: tokenDigest, transaction) else { return .failure(.notFound) }
        guard request.user.isEnabled else { return .failure(.userDisabled) }
        guard let state = try? request.state(after: .oneTimePassword(isValid: true), at: now) else {
            return .failure(.alreadyDecided)
        }
        let (verdict, source) = try judgeOneTimePassword(
            password, userID: request.user.id, now: now, sealer: sealer, transaction)
        guard verdict == .valid else { return .success(verdict) }
        guard try end(request.id, state, .judged(request, state, source: source), now: now, transaction) else {
            return .failure(.alreadyDecided)
        }
        request.state = state
        try announce(request, now: now, transaction)
        return .success(.valid)
    }

    /// Cancels a pending request; returns it as it is then.
    static func cancel(
        id: String, requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError> {
        switch AuthenticationRequest.found(try authenticationRequest(id: id, transaction), by: requesterID) {
        case .failure(let refusal): return .failure(refusal)
        case .success(var request):
            // What has ended stays as it is: the requester learns how.
            guard let state = try? request.state(after: .cancellation, at: now),
                try end(
                    id, state,
                    .ended(id, requesterID: requesterID, userID: request.user.id, state), now: now, transaction)
            else { return .success(request) }
            var prompts = request.user.prompts
            prompts.note(state, wasShown: request.shownFrom <= now, at: now)
            try set(prompts, of: request.user, transaction)
            request.state = state
            try announce(request, now: now, transaction)
            return .success(request)
        }
    }
}

extension Store {
    private static let requestFields = """
        q.id, q.requester_id, r.name AS requester_name, q.pairing_id, q.device_id, q.terminal_id, q.terminal_name,
        q.is_first_from_terminal, t.requester_specified_id, q.action_id, a.name AS action_name, q.automation_allowed,
        q.challenge_required, q.match_number, q.state, q.created, q.shown_from, q.expires,
        \(hasWebhook("q.requester_id")), \(userFields)
        """
    private static let requestTables = """
        authentication_requests q JOIN users u ON u.id = q.user_id JOIN requesters r ON r.id = q.requester_id
            JOIN terminals t ON t.id = q.terminal_id JOIN actions a ON a.id = q.action_id
        """
    private static let selectRequest = "SELECT \(requestFields) FROM \(requestTables) WHERE q.id = $1"
    private static let selectPendingRequests = """
        SELECT * FROM (
            SELECT \(requestFields), ROW_NUMBER() OVER (PARTITION BY q.requester_id ORDER BY q.created DESC, q.id)
                AS place, COUNT(CASE WHEN q.shown_from <= $2 THEN 1 END) OVER () AS shown_count
            FROM \(requestTables) JOIN pairings p ON p.user_id = q.user_id AND p.id = q.pairing_id
            WHERE p.device_id = $1 AND p.state = 'enabled' AND q.state = 'pending' AND q.expires > $2
                AND q.shown_from < q.expires) AS shown
        WHERE place <= $3 ORDER BY created DESC, id LIMIT $4
        """

    private static func authenticationRequest(rows: [Row]) throws(DatabaseError) -> AuthenticationRequest? {
        guard let row = rows.first else { return nil }
        return try authenticationRequest(row)
    }

    private static func authenticationRequest(_ row: Row) throws(DatabaseError) -> AuthenticationRequest {
        AuthenticationRequest(
            id: try row.text("id"), requesterID: try row.text("requester_id"),
            requesterName: try row.text("requester_name"), pairingID: try row.optionalText("pairing_id"),
            deviceID: try row.optionalText("device_id"), user: try user(row),
            terminal: Terminal(
                id: try row.text("terminal_id"), name: try row.text("terminal_name"),
                requesterSpecifiedID: try row.text("requester_specified_id")),
            action: Action(id: try row.text("action_id"), name: try row.text("action_name")),
            isFirstFromTerminal: try row.flag("is_first_from_terminal"),
            automationAllowed: try row.flag("automation_allowed"),
            challengeRequired: try row.flag("challenge_required"), matchNumber: try row.optionalText("match_number"),
            state: try row.word("state"), created: try row.integer("created"),
            shownFrom: try row.integer("shown_from"), expires: try row.integer("expires"),
            hasWebhook: try row.flag("has_webhook"))
    }
}

#endif
