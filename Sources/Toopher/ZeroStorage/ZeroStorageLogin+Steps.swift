internal import HTTPExchange
internal import OAuth1

extension ZeroStorageLogin {
    /// Asks the user, from the beginning: `POST authentication_requests/initiate`. Also to ask once more.
    ///
    /// ```swift
    /// let step = try await login.begin(with: api)
    /// ```
    ///
    /// - Throws: What is not a step of the flow; the log-in is then where it was, and nobody is let in.
    public mutating func begin(with api: ToopherAPI) async throws(ToopherError) -> Step {
        try await ask(otp: nil, api)
    }

    /// Pairs the user with the phone that offers a phrase: `POST pairings/create`.
    ///
    /// ```swift
    /// let step = try await login.pair(phrase: typed, with: api)
    /// ```
    ///
    /// - Throws: ``ToopherError/unexpectedStep`` unless the service has said that the user has no phone.
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

    /// Gives the terminal a name that the user's phone shows, and asks again: `POST user_terminals/create`.
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
        return try await ask(otp: nil, api)
    }

    /// Answers with a one-time password from the user's phone: `POST authentication_requests/{id}/otp_auth`, or with the
    /// question itself where the service has taken none yet.
    ///
    /// ```swift
    /// let step = try await login.enter(otp: typed, with: api)
    /// ```
    ///
    /// - Throws: ``ToopherError/unexpectedStep`` unless the service waits for the user's answer or wants a password;
    ///   whatever it refuses a wrong or late one with, and the log-in stays where it is.
    public mutating func enter(otp: String, with api: ToopherAPI) async throws(ToopherError) -> Step {
        switch phase {
        case .asked(let id), .unreachable(let id?):
            do throws(ToopherError) {
                return try await take(api.grantWithOTP(otp, requestID: id))
            } catch {
                return try react(to: error)
            }
        case .unreachable(nil):
            try Argument.requireText(otp, named: "otp")
            return try await ask(otp: otp, api)
        default:
            throw .unexpectedStep
        }
    }

    /// Looks whether the user has answered on the phone, and if need be waits: `GET pairings/{id}`,
    /// `GET authentication_requests/{id}`. An approved pairing leads on to the question at once.
    ///
    /// ```swift
    /// let step = try await login.advance(within: .seconds(25), with: api)
    /// ```
    ///
    /// - Parameters:
    ///   - limit: How long to wait; at zero the service is asked once.
    ///   - schedule: How often to ask.
    ///   - clock: What the time is taken from.
    ///   - api: The client.
    /// - Returns: The next step; ``Step/waiting(_:)`` when there is no answer yet.
    /// - Throws: ``ToopherError/unexpectedStep`` unless the user's phone asks; what
    ///   ``ToopherAPI/decision(on:within:schedule:clock:)`` throws.
    public mutating func advance(
        within limit: Duration = .zero, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock(), with api: ToopherAPI
    ) async throws(ToopherError) -> Step {
        let stopwatch = Stopwatch(clock)
        do throws(ToopherError) {
            switch phase {
            case .pairing(let id):
                let pairing = try await api.pairing(id: id)
                let outcome = try await api.enabled(
                    pairing, within: limit - stopwatch.elapsed(), schedule: schedule, clock: clock)
                return try await take(outcome.pairing, api)
            case .asked(let id), .unreachable(let id?):
                let request = try await api.authenticationRequest(id: id)
                let decision = try await api.decision(
                    on: request, within: limit - stopwatch.elapsed(), schedule: schedule, clock: clock)
                return try take(decision.request)
            default:
                throw .unexpectedStep
            }
        } catch {
            return try react(to: error)
        }
    }

    private mutating func ask(otp: String?, _ api: ToopherAPI) async throws(ToopherError) -> Step {
        do throws(ToopherError) {
            return try await take(
                api.authenticate(
                    username: username, terminalName: terminalName, requesterSpecifiedTerminalID: terminalID,
                    actionName: actionName, automationAllowed: automationAllowed, challengeRequired: challengeRequired,
                    otp: otp))
        } catch {
            return try react(to: error)
        }
    }

    private mutating func take(_ pairing: Pairing, _ api: ToopherAPI) async throws(ToopherError) -> Step {
        try demand(username, pairing.user.name, "user.name")
        if pairing.isEnabled { return try await ask(otp: nil, api) }
        guard pairing.isPending else { return needsPhrase(.pairingRefused) }
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
        phase = request.isOTPRequired ? .unreachable(id: request.id) : .asked(id: request.id)
        return request.isOTPRequired ? .needsOTP : .waiting(.authentication)
    }

    /// The refusals that are steps of the flow; any other error leaves the log-in where it is.
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

    private mutating func needsPhrase(_ reason: PhraseReason) -> Step {
        phase = .unpaired(reason)
        return .needsPairingPhrase(reason)
    }

    /// Older services do not say everything; what they do say must be what was asked.
    private func demand(_ expected: String, _ actual: String?, _ field: String) throws(ToopherError) {
        guard actual?.hasSameBytes(as: expected) ?? true else { throw .answerMismatch(field: field) }
    }
}
