extension ToopherAPI {
    /// Waits for the user's answer: `GET authentication_requests/{id}`, as often as it takes.
    ///
    /// ```swift
    /// switch try await api.decision(on: request, within: .seconds(90)) {
    /// case .granted: letIn()
    /// case .denied: sorry("You said no on your phone.")
    /// case .needsOTP: askForOTP()
    /// case .unanswered: sorry("No answer from your phone.")
    /// }
    /// ```
    ///
    /// A service that can holds each question open until there is an answer; any other is asked as `schedule` says. While
    /// there is time, connections that fail, 5xx and 429 are tried again, and `Retry-After` is kept to. A request that has
    /// its answer already costs no exchange. Ends at once when the task is cancelled.
    ///
    /// - Parameters:
    ///   - request: The request to wait for.
    ///   - limit: How long to wait; the testing advice of the protocol is 90 seconds.
    ///   - schedule: How often to ask.
    ///   - clock: What the time is taken from.
    /// - Returns: The answer, or that there was none in time.
    /// - Throws: What the service refuses with; ``ToopherError/rateLimited(_:)`` when the service wants to be left alone
    ///   for longer than is left; the last error when the service could not be reached at the end;
    ///   ``ToopherError/transport(_:)`` with `cancelled`.
    public func decision(
        on request: AuthenticationRequest, within limit: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws(ToopherError) -> AuthenticationRequest.Decision {
        var current = request
        var states = states(of: request, within: limit, schedule: schedule, clock: clock).makeAsyncIterator()
        while let state = try await states.next(isolation: #isolation) {
            current = state
            if state.isOTPRequired { break }
        }
        return current.decision
    }

    /// Waits until the user has approved a pairing: `GET pairings/{id}`, as often as it takes.
    ///
    /// ```swift
    /// switch try await api.enabled(pairing, within: .seconds(120)) {
    /// case .enabled(let pairing): store(pairing.id)
    /// case .refused: sorry("You refused on your phone.")
    /// case .unanswered: sorry("No answer from your phone.")
    /// }
    /// ```
    ///
    /// Asks as ``decision(on:within:schedule:clock:)`` does.
    ///
    /// - Parameters:
    ///   - pairing: The pairing to wait for.
    ///   - limit: How long to wait; people need time to find their phone.
    ///   - schedule: How often to ask.
    ///   - clock: What the time is taken from.
    /// - Returns: The answer, or that there was none in time.
    /// - Throws: As ``decision(on:within:schedule:clock:)``.
    public func enabled(
        _ pairing: Pairing, within limit: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws(ToopherError) -> Pairing.Outcome {
        var current = pairing
        var states = states(of: pairing, within: limit, schedule: schedule, clock: clock).makeAsyncIterator()
        while let state = try await states.next(isolation: #isolation) { current = state }
        return current.outcome
    }

    /// The states of an authentication request until its answer, or until the time is over:
    /// `GET authentication_requests/{id}`, as often as it takes.
    ///
    /// ```swift
    /// for try await state in api.states(of: request, within: .seconds(90)) {
    ///     show(state.isPending ? "Look at your phone." : "Thank you.")
    /// }
    /// ```
    ///
    /// The first is the one that is passed, and costs no exchange; then each that differs from the one before. Asks as
    /// ``decision(on:within:schedule:clock:)`` does, but goes on when a one-time password is wanted: the phone may yet
    /// answer. If the last one is still pending, nobody answered in time.
    ///
    /// - Parameters:
    ///   - request: The request to wait for.
    ///   - limit: How long to wait.
    ///   - schedule: How often to ask.
    ///   - clock: What the time is taken from.
    public func states(
        of request: AuthenticationRequest, within limit: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) -> ResourceStates<AuthenticationRequest> {
        ResourceStates(wait: wait(for: request, limit, schedule, clock))
    }

    /// The states of a pairing until its answer, or until the time is over: `GET pairings/{id}`, as often as it takes.
    ///
    /// ```swift
    /// for try await state in api.states(of: pairing, within: .seconds(120)) {
    ///     show(state.isPending ? "Look at your phone." : "Thank you.")
    /// }
    /// ```
    ///
    /// The first is the one that is passed, and costs no exchange; then each that differs from the one before.
    ///
    /// - Parameters:
    ///   - pairing: The pairing to wait for.
    ///   - limit: How long to wait.
    ///   - schedule: How often to ask.
    ///   - clock: What the time is taken from.
    public func states(
        of pairing: Pairing, within limit: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) -> ResourceStates<Pairing> {
        ResourceStates(wait: wait(for: pairing, limit, schedule, clock))
    }

    private func wait<Resource: Pollable>(
        for resource: Resource, _ limit: Duration, _ schedule: PollSchedule, _ clock: any Clock<Duration>
    ) -> Wait<Resource> {
        Wait(
            start: resource, limit: limit, schedule: schedule, clock: clock,
            ask: { [endpoint] question throws(ToopherError) in try await endpoint.state(of: resource, question) },
            isPending: \.isPending, isSameState: { $0.isSameState(as: $1) })
    }
}
