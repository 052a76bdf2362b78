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
        let found = try setting(of: draft, requester: requester, now: now, transaction)
        guard let setting = found else { return .failure(draft.subject.unknown) }
        let user = setting.user
        let pairing: Pairing?
        switch try phone(for: draft, setting, now: now, transaction) {
        case .success(let found): pairing = found
        case .failure(let refusal): return .failure(refusal)
        }
        guard let terminal = try terminal(of: draft, setting, newID: ids.terminal, transaction) else {
            return .failure(.terminalUnknown)
        }
        let action = try action(of: draft, setting, requesterID: requester.id, newID: ids.action, transaction)
        let judgement = try draft.oneTimePassword.map { text throws(DatabaseError) in
            try judgeOneTimePassword(text, userID: user.id, now: now, sealer: sealer, transaction)
        }
        let plan = InitiationPlan(
            draft, mergeKey: mergeKey,
            in: .init(
                policy: requester.policy, history: user.prompts, open: setting.open,
                isPasswordValid: judgement.map { $0.verdict == .valid }, hasPhone: pairing != nil,
                standingAnswer: pairing == nil ? nil : setting.standingAnswer,
                isTerminalIdentified: terminal.isIdentified), at: now, lifetime: lifetime)
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
            let waiting = setting.open.filter { open in !plan.ended.contains { $0.id == open.id } }
            let number = hasNumber ? ids.matchNumber(avoiding: waiting.compactMap(\.matchNumber)) : nil
            let request = AuthenticationRequest(
                id: ids.request, requesterID: requester.id, requesterName: requester.name, pairingID: pairing?.id,
                deviceID: pairing?.deviceID, user: user, terminal: terminal, action: action,
                isFirstFromTerminal: !terminal.isIdentified || !terminal.wasApproved,
                // Where each approval needs a number, none can stand.
                automationAllowed: draft.automationAllowed && requester.policy.numberMatching != .always,
                challengeRequired: draft.challengeRequired,
                matchNumber: number, state: state, created: now, shownFrom: shownFrom,
                expires: now + lifetime, hasWebhook: requester.hasWebhook)
            try insert(request, mergeKey: mergeKey, transaction)
            switch state {
            case .automaticallyGranted, .automaticallyDenied:
                try record(.automated(request, by: setting.standingAnswer?.requestID), now: now, transaction)
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

    /// Returns the pairing whose phone decides; `nil` for a user who has only passwords to type.
    private static func phone(
        for draft: AuthenticationRequestDraft, _ setting: InitiationSetting, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> Result<Pairing?, ProtocolError> {
        let user = setting.user
        guard let refusal = AuthenticationRequestDraft.refusal(user: user, pairing: setting.pairing?.status(at: now))
        else { return .success(setting.pairing) }
        // Without a phone a hard token is left, and the codes on paper for whoever sends one: they are no reason not to pair.
        if user.isEnabled, case .user = draft.subject,
            try hasPasswords(userID: user.id, orBackupCodes: draft.oneTimePassword != nil, connection)
        {
            return .success(nil)
        }
        return .failure(refusal)
    }

    /// Returns the terminal of a draft. An unknown one is created if it has a name, or if nothing at all is said of it; else
    /// the result is `nil`.
    private static func terminal(
        of draft: AuthenticationRequestDraft, _ setting: InitiationSetting, newID: String, _ transaction: Transaction
    ) throws(DatabaseError) -> Terminal? {
        let known = setting.terminal
        // A terminal that is known by this name is not written again.
        guard let name = draft.terminalName ?? (draft.requesterSpecifiedID == nil ? "" : nil), known?.name != name
        else { return known }
        // If another transaction has created it meanwhile, this one is run again: the id is the one that is stored.
        try transaction.enqueue(
            """
            INSERT INTO terminals (id, user_id, identity, name, requester_specified_id) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, identity) DO UPDATE SET name = excluded.name
            """,
            [
                .text(newID), .text(setting.user.id), .text(draft.terminalIdentity), .text(name),
                .text(draft.requesterSpecifiedID ?? ""),
            ])
        var terminal =
            known
            ?? Terminal(
                id: newID, name: name, requesterSpecifiedID: draft.requesterSpecifiedID ?? "")
        terminal.name = name
        return terminal
    }

    /// Returns the action of a draft, and creates a missing one.
    private static func action(
        of draft: AuthenticationRequestDraft, _ setting: InitiationSetting, requesterID: String, newID: String,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Action {
        if let action = setting.action { return action }
        // As for a terminal: in a serializable transaction it is created here, or the transaction is run again.
        try transaction.enqueue(
            """
            INSERT INTO actions (id, requester_id, name) VALUES ($1, $2, $3) ON CONFLICT (requester_id, name) DO NOTHING
            """, [.text(newID), .text(requesterID), .text(draft.actionName)])
        return Action(id: newID, name: draft.actionName)
    }
}

#endif
