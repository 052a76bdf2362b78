internal import HTTPExchange
internal import OAuth1

extension ZeroStorageLogin {
    /// Begins the log-in, or begins it again: `POST authentication_requests/initiate`.
    ///
    /// ```swift
    /// let step = try await login.begin(with: api)
    /// ```
    ///
    /// - Throws: Refusals that are not a step of the log-in. The log-in then stays at its step, and nobody is let in.
    public mutating func begin(with api: ToopherAPI) async throws(ToopherError) -> Step {
        try await authenticate(otp: nil, api)
    }

    /// Pairs the user with the phone that offers a phrase: `POST pairings/create`.
    ///
    /// ```swift
    /// let step = try await login.pair(phrase: typed, with: api)
    /// ```
    ///
    /// - Throws: ``ToopherError/unexpectedStep`` unless the service has said that the user has no pairing.
    public mutating func pair(phrase: String, with api: ToopherAPI) async throws(ToopherError) -> Step {
        switch phase {
        case .unpaired, .pairing: break
        default: throw .unexpectedStep
        }
        do throws(ToopherError) {
            return try await take(api.pair(username: username, phrase: phrase), api)
        } catch {
            guard case .refused(let refusal) = error, refusal.status == 400 else { return try react(to: error) }
            return needsPhrase(.phraseUnknown)
        }
    }

    /// Names the terminal and authenticates again: `POST user_terminals/create`.
    ///
    /// ```swift
    /// let step = try await login.nameTerminal(typed, with: api)
    /// ```
    ///
    /// - Throws: ``ToopherError/unexpectedStep`` unless the service has said that the terminal has no name.
    public mutating func nameTerminal(_ name: String, with api: ToopherAPI) async throws(ToopherError) -> Step {
        guard phase == .unnamed else { throw .unexpectedStep }
        do throws(ToopherError) {
            _ = try await api.userTerminals.create(username: username, name: name, requesterSpecifiedID: terminalID)
        } catch {
            return try react(to: error)
        }
        return try await authenticate(otp: nil, api)
    }

    /// Sends a one-time password of the user's phone: `POST authentication_requests/{id}/otp_auth`, or with a new
    /// authentication request if the service has not accepted one.
    ///
    /// ```swift
    /// let step = try await login.enter(otp: typed, with: api)
    /// ```
    ///
    /// - Throws: ``ToopherError/unexpectedStep`` unless the user has to decide on the phone or a password is required;
    ///   the service's refusal of a wrong or late password, after which the log-in stays at its step.
    public mutating func enter(otp: String, with api: ToopherAPI) async throws(ToopherError) -> Step {
        switch phase {
        case .pending(let id), .unreachable(let id?):
            do throws(ToopherError) {
                return try await take(api.grantWithOTP(otp, requestID: id))
            } catch {
                return try react(to: error)
            }
        case .unreachable(nil):
            try Argument.requireText(otp, named: "otp")
            return try await authenticate(otp: otp, api)
        default:
            throw .unexpectedStep
        }
    }

    /// Fetches the user's decision, and waits for it: `GET pairings/{id}`, `GET authentication_requests/{id}`. After
    /// the approval of a pairing, it authenticates.
    ///
    /// ```swift
    /// let step = try await login.advance(timeout: .seconds(25), with: api)
    /// ```
    ///
    /// - Parameters:
    ///   - timeout: How long to wait; zero fetches the state once.
    ///   - schedule: How often to poll.
    ///   - clock: The clock of the timeout and the intervals.
    ///   - api: The client.
    /// - Returns: The next step; ``Step/waiting(_:)`` if there is no decision yet.
    /// - Throws: ``ToopherError/unexpectedStep`` unless the user has to decide on the phone; the errors of
    ///   ``ToopherAPI/waitForDecision(on:timeout:schedule:clock:)``.
    public mutating func advance(
        timeout: Duration = .zero, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock(), with api: ToopherAPI
    ) async throws(ToopherError) -> Step {
        let stopwatch = Stopwatch(clock)
        do throws(ToopherError) {
            switch phase {
            case .pairing(let id):
                let pairing = try await api.fetchPairing(id: id)
                let approval = try await api.waitForApproval(
                    of: pairing, timeout: timeout - stopwatch.elapsed(), schedule: schedule, clock: clock)
                return try await take(approval.pairing, api)
            case .pending(let id), .unreachable(let id?):
                let request = try await api.fetchAuthenticationRequest(id: id)
                let decision = try await api.waitForDecision(
                    on: request, timeout: timeout - stopwatch.elapsed(), schedule: schedule, clock: clock)
                return try take(decision.request)
            default:
                throw .unexpectedStep
            }
        } catch {
            return try react(to: error)
        }
    }

    private mutating func authenticate(otp: String?, _ api: ToopherAPI) async throws(ToopherError) -> Step {
        do throws(ToopherError) {
            return try await take(
                api.authenticate(
                    username: username, terminalName: terminalName, requesterSpecifiedTerminalID: terminalID,
                    actionName: actionName, isAutomationAllowed: isAutomationAllowed,
                    isChallengeRequired: isChallengeRequired, otp: otp))
        } catch {
            return try react(to: error)
        }
    }

    private mutating func take(_ pairing: Pairing, _ api: ToopherAPI) async throws(ToopherError) -> Step {
        try demand(username, pairing.user.name, "user.name")
        if pairing.isEnabled { return try await authenticate(otp: nil, api) }
        guard pairing.isPending else { return needsPhrase(.pairingDenied) }
        phase = .pairing(id: pairing.id)
        return .waiting(.pairing)
    }

    private mutating func take(_ request: AuthenticationRequest) throws(ToopherError) -> Step {
        try demand(username, request.user?.name, "user.name")
        try demand(terminalID, request.terminal?.requesterSpecifiedID, "terminal.requester_specified_id")
        if let actionName { try demand(actionName, request.action?.name, "action.name") }
        if !request.isPending {
            phase = .over
            return request.isGranted ? .granted(request) : .denied(request)
        }
        phase = request.isOTPRequired ? .unreachable(id: request.id) : .pending(id: request.id)
        return request.isOTPRequired ? .needsOTP : .waiting(.authentication)
    }

    /// Returns the step that a refusal stands for; throws any other error.
    private mutating func react(to error: ToopherError) throws(ToopherError) -> Step {
        switch error {
        case .userDisabled:
            phase = .disabled
            return .userDisabled
        case .userUnknown: return needsPhrase(.userUnknown)
        case .pairingDeactivated: return needsPhrase(.pairingDeactivated)
        case .terminalUnknown:
            phase = .unnamed
            return .needsTerminalName
        case .otpRequired:
            phase = .unreachable(id: nil)
            return .needsOTP
        default: throw error
        }
    }

    private mutating func needsPhrase(_ reason: Step.PhraseReason) -> Step {
        phase = .unpaired(reason)
        return .needsPairingPhrase(reason)
    }

    // Older services leave fields out; those that are there must match.
    private func demand(_ expected: String, _ actual: String?, _ field: String) throws(ToopherError) {
        guard actual?.hasSameBytes(as: expected) ?? true else { throw .responseMismatch(field: field) }
    }
}
