extension ToopherAPI {
    /// Waits for the user's decision: polls `GET authentication_requests/{id}`.
    ///
    /// ```swift
    /// switch try await api.waitForDecision(on: request, timeout: .seconds(90)) {
    /// case .granted: letIn()
    /// case .denied: sorry("You denied this on your phone.")
    /// case .needsOTP: askForOTP()
    /// case .timedOut: sorry("There was no decision on your phone.")
    /// }
    /// ```
    ///
    /// A service that supports long polling holds each request until there is a decision; any other is polled as
    /// `schedule` says. Until the timeout, polls that fail with a connection error, 408, 429 or 5xx are repeated, after
    /// the `Retry-After` of the response. A request that is decided already needs no exchange.
    ///
    /// - Parameters:
    ///   - request: The authentication request.
    ///   - timeout: How long to wait; the protocol's advice is 90 seconds.
    ///   - schedule: How often to poll.
    ///   - clock: The clock of the timeout and the intervals.
    /// - Returns: The decision, or that the wait timed out.
    /// - Throws: The service's refusal; ``ToopherError/rateLimited(_:)`` if `Retry-After` exceeds the timeout; the last
    ///   error if the service could not be reached at the end; ``ToopherError/transport(_:)`` with `cancelled` when the
    ///   task is cancelled.
    public func waitForDecision(
        on request: AuthenticationRequest, timeout: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws(ToopherError) -> AuthenticationRequest.Decision {
        var current = request
        var states = states(of: request, timeout: timeout, schedule: schedule, clock: clock).makeAsyncIterator()
        while let state = try await states.next(isolation: #isolation) {
            current = state
            if state.isOTPRequired { break }
        }
        return current.decision
    }

    /// Waits until the user has approved a pairing: polls `GET pairings/{id}`.
    ///
    /// ```swift
    /// switch try await api.waitForApproval(of: pairing, timeout: .seconds(120)) {
    /// case .enabled(let pairing): store(pairing.id)
    /// case .denied: sorry("You denied the pairing on your phone.")
    /// case .timedOut: sorry("There was no decision on your phone.")
    /// }
    /// ```
    ///
    /// It polls as ``waitForDecision(on:timeout:schedule:clock:)`` does.
    ///
    /// - Parameters:
    ///   - pairing: The pairing.
    ///   - timeout: How long to wait; people need time to find their phone.
    ///   - schedule: How often to poll.
    ///   - clock: The clock of the timeout and the intervals.
    /// - Returns: The approval or denial, or that the wait timed out.
    /// - Throws: The errors of ``waitForDecision(on:timeout:schedule:clock:)``.
    public func waitForApproval(
        of pairing: Pairing, timeout: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws(ToopherError) -> Pairing.Approval {
        var current = pairing
        var states = states(of: pairing, timeout: timeout, schedule: schedule, clock: clock).makeAsyncIterator()
        while let state = try await states.next(isolation: #isolation) { current = state }
        return current.approval
    }

    /// Returns the states of an authentication request until its decision or the timeout; iterating polls
    /// `GET authentication_requests/{id}`.
    ///
    /// ```swift
    /// for try await state in api.states(of: request, timeout: .seconds(90)) {
    ///     show(state.isPending ? "Look at your phone." : "Thank you.")
    /// }
    /// ```
    ///
    /// The first state is `request` itself and needs no exchange; the others are its changes. Polls are those of
    /// ``waitForDecision(on:timeout:schedule:clock:)``, but they continue when a one-time password is required, since
    /// the phone may still decide. If the last state is pending, the wait timed out.
    ///
    /// - Parameters:
    ///   - request: The authentication request.
    ///   - timeout: How long to wait.
    ///   - schedule: How often to poll.
    ///   - clock: The clock of the timeout and the intervals.
    public func states(
        of request: AuthenticationRequest, timeout: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) -> ResourceStates<AuthenticationRequest> {
        ResourceStates(wait: wait(for: request, timeout, schedule, clock))
    }

    /// Returns the states of a pairing until its approval, its denial or the timeout; iterating polls `GET
    /// pairings/{id}`.
    ///
    /// ```swift
    /// for try await state in api.states(of: pairing, timeout: .seconds(120)) {
    ///     show(state.isPending ? "Look at your phone." : "Thank you.")
    /// }
    /// ```
    ///
    /// The first state is `pairing` itself and needs no exchange; the others are its changes.
    ///
    /// - Parameters:
    ///   - pairing: The pairing.
    ///   - timeout: How long to wait.
    ///   - schedule: How often to poll.
    ///   - clock: The clock of the timeout and the intervals.
    public func states(
        of pairing: Pairing, timeout: Duration, schedule: PollSchedule = PollSchedule(),
        clock: any Clock<Duration> = ContinuousClock()
    ) -> ResourceStates<Pairing> {
        ResourceStates(wait: wait(for: pairing, timeout, schedule, clock))
    }

    private func wait<Resource: Pollable>(
        for resource: Resource, _ timeout: Duration, _ schedule: PollSchedule, _ clock: any Clock<Duration>
    ) -> Wait<Resource> {
        Wait(
            start: resource, timeout: timeout, schedule: schedule, clock: clock,
            poll: { [endpoint] poll throws(ToopherError) in try await endpoint.state(of: resource, poll) },
            isPending: \.isPending, isSameState: { $0.isSameState(as: $1) })
    }
}
