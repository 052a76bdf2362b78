#if Service

internal import Database
internal import DeviceProtocol

extension Store {
    /// Stores an authentication request, or returns an earlier one that asks the same, or why it is refused.
    ///
    /// - Parameter mergeKey: What equal requests have in common; `nil` for one that is never merged.
    static func initiate(
        _ draft: AuthenticationRequestDraft, mergeKey: String?, requester: Requester, ids: NewRequestIDs, now: Int64,
        lifetime: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError> {
        let (user, pairing): (User, Pairing?)
        switch try subject(of: draft, requesterID: requester.id, now: now, transaction) {
        case .success(let found): (user, pairing) = found
        case .failure(let refusal): return .failure(refusal)
        }
        guard let terminal = try terminal(of: draft, userID: user.id, newID: ids.terminal, transaction) else {
            return .failure(.terminalUnknown)
        }
        let action = try action(named: draft.actionName, requesterID: requester.id, newID: ids.action, transaction)
        let judgement = try draft.oneTimePassword.map { text throws(DatabaseError) in
            try judgeOneTimePassword(text, userID: user.id, now: now, sealer: sealer, transaction)
        }
        let standing = try standingAnswer(
            to: draft, pairingID: pairing?.id, terminal: terminal, actionID: action.id, now: now, transaction)
        let plan = InitiationPlan(
            draft, mergeKey: mergeKey,
            in: .init(
                policy: requester.policy, history: user.prompts, open: try openRequests(of: user.id, transaction),
                isPasswordValid: judgement.map { $0.verdict == .valid }, hasPhone: pairing != nil,
                standingAnswer: standing?.decision, isTerminalIdentified: terminal.isIdentified), at: now,
            lifetime: lifetime)
        for (id, state) in plan.ended {
            let event = AuditEvent.ended(id, requesterID: requester.id, userID: user.id, state)
            guard try end(id, state, event, now: now, transaction), requester.hasWebhook else { continue }
            try announceRequest(id: id, now: now, transaction)
        }
        try set(plan.history, of: user, transaction)
        switch plan.result {
        case .existing(let id):
            guard let request = try authenticationRequest(id: id, transaction) else {
                throw .unexpectedColumn(name: "authentication_requests.id")
            }
            return .success(request)
        case .new(let state, let hasNumber, let shownFrom):
            let request = AuthenticationRequest(
                id: ids.request, requesterID: requester.id, requesterName: requester.name, pairingID: pairing?.id,
                deviceID: pairing?.deviceID, user: user, terminal: terminal, action: action,
                isFirstFromTerminal: !terminal.isIdentified || !terminal.wasApproved,
                automationAllowed: draft.automationAllowed,
                challengeRequired: draft.challengeRequired,
                matchNumber: hasNumber ? ids.matchNumber : nil, state: state, created: now, shownFrom: shownFrom,
                expires: now + lifetime, hasWebhook: requester.hasWebhook)
            try insert(request, mergeKey: mergeKey, transaction)
            switch state {
            case .automaticallyGranted, .automaticallyDenied:
                try record(.automated(request, by: standing?.requestID), now: now, transaction)
            case .passwordAccepted, .passwordRefused:
                try record(.judged(request, state, source: judgement?.source), now: now, transaction)
            default: break
            }
            try announce(request, now: now, transaction)
            if state == .pending, shownFrom < request.expires, let deviceID = request.deviceID {
                try transaction.notify(.device(id: deviceID))
            }
            return .success(request)
        }
    }

    /// Returns whom a draft is about, and the pairing whose phone decides; none for a user who has only passwords to type.
    private static func subject(
        of draft: AuthenticationRequestDraft, requesterID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> Result<(User, Pairing?), ProtocolError> {
        let (user, pairing): (User, Pairing?)
        switch draft.subject {
        case .pairing(let id):
            // An unknown id, another requester's, and a deactivated pairing mean the same to a client: pair again.
            guard let found = try self.pairing(id: id, connection), found.requesterID == requesterID else {
                return .failure(.pairingDeactivated)
            }
            (user, pairing) = (found.user, found)
        case .user(let name):
            guard let found = try self.user(named: name, of: requesterID, connection) else {
                return .failure(.userUnknown)
            }
            (user, pairing) = (found, try latestPairing(userID: found.id, connection))
        }
        guard let refusal = AuthenticationRequestDraft.refusal(user: user, pairing: pairing?.status(at: now)) else {
            return .success((user, pairing))
        }
        // Without a phone a hard token is left, and the codes on paper for whoever sends one: they are no reason not to pair.
        if user.isEnabled, case .user = draft.subject,
            try hasPasswords(userID: user.id, orBackupCodes: draft.oneTimePassword != nil, connection)
        {
            return .success((user, nil))
        }
        return .failure(refusal)
    }

    /// Returns the terminal of a draft. An unknown one is created if it has a name, or if nothing at all is said of it; else
    /// the result is `nil`.
    private static func terminal(
        of draft: AuthenticationRequestDraft, userID: String, newID: String, _ transaction: Transaction
    ) throws(DatabaseError) -> Terminal? {
        let identity = draft.terminalIdentity
        let known = try terminal(identity: identity, userID: userID, transaction)
        // A terminal that is known by this name is not written again.
        guard let name = draft.terminalName ?? (draft.requesterSpecifiedID == nil ? "" : nil), known?.name != name
        else { return known }
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
            "SELECT id, name, requester_specified_id, was_approved FROM terminals WHERE user_id = $1 AND identity = $2",
            [.text(userID), .text(identity)])
        guard let row = rows.first else { return nil }
        return Terminal(
            id: try row.text("id"), name: try row.text("name"),
            requesterSpecifiedID: try row.text("requester_specified_id"), wasApproved: try row.flag("was_approved"))
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
