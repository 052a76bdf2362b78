internal import CryptoCore
public import OAuth1

extension ToopherAPI {
    /// Sends an authentication request to the phone of a pairing: `POST authentication_requests/initiate`.
    ///
    /// ```swift
    /// let request = try await api.authenticate(
    ///     pairingID: pairing.id, terminalName: "Firefox on the office computer",
    ///     requesterSpecifiedTerminalID: terminalCookie, actionName: "Log In")
    /// ```
    ///
    /// - Parameters:
    ///   - pairingID: The id of the user's pairing.
    ///   - terminalName: The terminal's name that the phone shows.
    ///   - requesterSpecifiedTerminalID: Your own opaque id of the terminal, for instance a random cookie value.
    ///     Without it, terminals of one name are the same terminal, and a stranger who guesses the name benefits from
    ///     its automation.
    ///   - actionName: What is being allowed; `nil` for the service's default, "Log In".
    ///   - isAutomationAllowed: Whether an automation of the phone may decide.
    ///   - isChallengeRequired: Whether the phone must check its user: by finger, face, PIN or pattern.
    ///   - showsMatchNumber: Whether you show the user ``AuthenticationRequest/matchNumber``, which the user then enters
    ///     on the phone: nobody approves a request of a page that is not in front of them.
    ///   - idempotencyKey: A text of your own, a new one for each request that is meant. If you send the request again
    ///     because the response did not arrive, the same key gets the first request, and the phone asks once.
    ///   - otp: A one-time password that the user has typed. The decision is then immediate, without the phone.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The request, usually pending until the user decides on the phone.
    /// - Throws: ``ToopherError/userDisabled(_:)``, ``ToopherError/pairingDeactivated(_:)`` and other refusals.
    public func authenticate(
        pairingID: String, terminalName: String, requesterSpecifiedTerminalID: String? = nil, actionName: String? = nil,
        isAutomationAllowed: Bool = true, isChallengeRequired: Bool = false, showsMatchNumber: Bool = false,
        idempotencyKey: String? = nil, otp: String? = nil, extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(pairingID, named: "pairingID")
        try Argument.requireText(terminalName, named: "terminalName")
        var form = RequestForm()
        form.add("pairing_id", pairingID)
        form.add("terminal_name", terminalName)
        form.add("requester_specified_terminal_id", requesterSpecifiedTerminalID)
        return try await initiate(
            form, actionName: actionName, isAutomationAllowed: isAutomationAllowed,
            isChallengeRequired: isChallengeRequired, showsMatchNumber: showsMatchNumber,
            idempotencyKey: idempotencyKey, otp: otp, extras: extras)
    }

    /// Sends an authentication request to the phone of a user, so that you need not store pairings:
    /// `POST authentication_requests/initiate`.
    ///
    /// The name is never taken for the id of a pairing. ``ZeroStorageLogin`` combines the calls of a log-in by name.
    ///
    /// ```swift
    /// let request = try await api.authenticate(username: "jdoe", requesterSpecifiedTerminalID: terminalCookie)
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - terminalName: The terminal's name that the phone shows; `nil` for a terminal that the service knows by your
    ///     id.
    ///   - requesterSpecifiedTerminalID: Your own opaque id of the terminal.
    ///   - actionName: What is being allowed; `nil` for the service's default, "Log In".
    ///   - isAutomationAllowed: Whether an automation of the phone may decide.
    ///   - isChallengeRequired: Whether the phone must check its user: by finger, face, PIN or pattern.
    ///   - showsMatchNumber: Whether you show the user ``AuthenticationRequest/matchNumber``, which the user then enters
    ///     on the phone: nobody approves a request of a page that is not in front of them.
    ///   - idempotencyKey: A text of your own, a new one for each request that is meant. If you send the request again
    ///     because the response did not arrive, the same key gets the first request, and the phone asks once.
    ///   - otp: A one-time password that the user has typed. The decision is then immediate, and no terminal is needed.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The request, usually pending until the user decides on the phone.
    /// - Throws: ``ToopherError/userUnknown(_:)`` and ``ToopherError/pairingDeactivated(_:)``: pair the user;
    ///   ``ToopherError/terminalUnknown(_:)``: name the terminal; other refusals.
    public func authenticate(
        username: String, terminalName: String? = nil, requesterSpecifiedTerminalID: String? = nil,
        actionName: String? = nil, isAutomationAllowed: Bool = true, isChallengeRequired: Bool = false,
        showsMatchNumber: Bool = false, idempotencyKey: String? = nil, otp: String? = nil, extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(username, named: "username")
        var form = RequestForm()
        form.add("user_name", username)
        form.add("terminal_name", terminalName)
        form.add("requester_specified_terminal_id", requesterSpecifiedTerminalID)
        return try await initiate(
            form, actionName: actionName, isAutomationAllowed: isAutomationAllowed,
            isChallengeRequired: isChallengeRequired, showsMatchNumber: showsMatchNumber,
            idempotencyKey: idempotencyKey, otp: otp, extras: extras)
    }

    /// Sends an authentication request by a pairing's id or a user's name, as the reference libraries' `authenticate`
    /// does: a text in the form of a UUID is an id, any other a name.
    ///
    /// ```swift
    /// let request = try await api.authenticate(pairingIDOrUsername: stored, terminalName: "my computer")
    /// ```
    ///
    /// This is a guess: a user whose name is the id of another user's pairing can authenticate with it. If users choose
    /// their names, call a method that names the kind. A UUID is 8-4-4-4-12 hexadecimal digits here; the reference also
    /// accepts forms that no service sends.
    ///
    /// - Throws: The errors of these two methods.
    public func authenticate(
        pairingIDOrUsername subject: String, terminalName: String, requesterSpecifiedTerminalID: String? = nil,
        actionName: String? = nil, isAutomationAllowed: Bool = true, isChallengeRequired: Bool = false,
        showsMatchNumber: Bool = false, idempotencyKey: String? = nil, otp: String? = nil, extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        guard Self.isUUID(subject) else {
            return try await authenticate(
                username: subject, terminalName: terminalName,
                requesterSpecifiedTerminalID: requesterSpecifiedTerminalID, actionName: actionName,
                isAutomationAllowed: isAutomationAllowed, isChallengeRequired: isChallengeRequired,
                showsMatchNumber: showsMatchNumber, idempotencyKey: idempotencyKey, otp: otp, extras: extras)
        }
        return try await authenticate(
            pairingID: subject, terminalName: terminalName, requesterSpecifiedTerminalID: requesterSpecifiedTerminalID,
            actionName: actionName, isAutomationAllowed: isAutomationAllowed, isChallengeRequired: isChallengeRequired,
            showsMatchNumber: showsMatchNumber, idempotencyKey: idempotencyKey, otp: otp, extras: extras)
    }

    /// Fetches an authentication request by its id: `GET authentication_requests/{id}`.
    ///
    /// ```swift
    /// let request = try await api.fetchAuthenticationRequest(id: idInSession)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``, ``ToopherError/rateLimited(_:)``.
    public func fetchAuthenticationRequest(id: String) async throws(ToopherError) -> AuthenticationRequest {
        let response = try await endpoint.get("authentication_requests/" + Argument.pathSegment(id))
        return try response.resource(AuthenticationRequest.init, id: id)
    }

    /// Fetches the current state of an authentication request: `GET authentication_requests/{id}`.
    ///
    /// To wait for the user's decision, call ``waitForDecision(on:timeout:schedule:clock:)``.
    ///
    /// ```swift
    /// if try await api.refresh(request).isGranted { letIn() }
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``, ``ToopherError/rateLimited(_:)``.
    public func refresh(_ request: AuthenticationRequest) async throws(ToopherError) -> AuthenticationRequest {
        try await fetchAuthenticationRequest(id: request.id)
    }

    /// Decides a pending request by a one-time password that the user has typed:
    /// `POST authentication_requests/{id}/otp_auth`.
    ///
    /// ```swift
    /// let decided = try await api.grantWithOTP("123456", requestID: request.id)
    /// ```
    ///
    /// - Parameters:
    ///   - otp: The one-time password that the user's phone shows.
    ///   - requestID: The id of the authentication request.
    /// - Returns: The request, granted if the password is right.
    /// - Throws: ``ToopherError/notFound(_:)``; the service's refusal of a wrong or late password.
    public func grantWithOTP(_ otp: String, requestID: String) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(otp, named: "otp")
        let path = try "authentication_requests/" + Argument.pathSegment(requestID, named: "requestID") + "/otp_auth"
        return try await endpoint.post(path, [Parameter("otp", otp)]).resource(
            AuthenticationRequest.init, id: requestID)
    }

    /// Cancels an authentication request, so that the phone no longer shows it:
    /// `POST authentication_requests/{id}/cancel`.
    ///
    /// ```swift
    /// try await api.cancelAuthenticationRequest(id: request.id)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``; the service's refusal, for instance if the request is decided already.
    public func cancelAuthenticationRequest(id: String) async throws(ToopherError) {
        try await endpoint.post("authentication_requests/" + Argument.pathSegment(id) + "/cancel", []).acknowledge()
    }

    private func initiate(
        _ start: RequestForm, actionName: String?, isAutomationAllowed: Bool, isChallengeRequired: Bool,
        showsMatchNumber: Bool, idempotencyKey: String?, otp: String?, extras: [Parameter]
    ) async throws(ToopherError) -> AuthenticationRequest {
        var form = start
        form.add("action_name", actionName)
        if !isAutomationAllowed { form.add("automation_allowed", "false") }
        if isChallengeRequired { form.add("challenge_required", "true") }
        if showsMatchNumber { form.add("shows_match_number", "true") }
        form.add("idempotency_key", idempotencyKey)
        form.add("otp", otp)
        try form.add(extras: extras)
        let response = try await endpoint.post("authentication_requests/initiate", form.parameters)
        return try response.resource(AuthenticationRequest.init)
    }

    // RFC 9562 section 4.
    private static func isUUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && Hex.decode(text.filter { $0 != "-" }) != nil
    }
}
