public import OAuth1

extension ToopherAPI {
    /// Asks the user of a pairing: `POST authentication_requests/initiate`.
    ///
    /// - Parameters:
    ///   - pairingID: The id of the user's pairing.
    ///   - terminalName: The name that the phone shows for where the request comes from.
    ///   - requesterSpecifiedTerminalID: Your own opaque id of the terminal, for instance a random cookie value. Without it
    ///     two terminals of one name are the same terminal, and a stranger who guesses the name inherits its automation.
    ///   - actionName: What is being allowed; the service says "Log in" when you do not.
    ///   - automationAllowed: Whether the phone may answer by itself; `false` demands the user's own answer.
    ///   - challengeRequired: Whether the user must enter the phone's pattern lock.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The request, usually pending until the user answers on the phone.
    /// - Throws: ``ToopherError/userDisabled(message:)``, ``ToopherError/pairingDeactivated(message:)`` and whatever else
    ///   the service refuses with.
    public func authenticate(
        pairingID: String, terminalName: String, requesterSpecifiedTerminalID: String? = nil, actionName: String? = nil,
        automationAllowed: Bool = true, challengeRequired: Bool = false, extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(pairingID, named: "pairingID")
        try Argument.requireText(terminalName, named: "terminalName")
        var form = RequestForm()
        form.add("pairing_id", pairingID)
        form.add("terminal_name", terminalName)
        form.add("requester_specified_terminal_id", requesterSpecifiedTerminalID)
        return try await initiate(
            form, actionName: actionName, automationAllowed: automationAllowed, challengeRequired: challengeRequired,
            extras: extras)
    }

    /// Asks a user by name, so that you need not store pairings: `POST authentication_requests/initiate`.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - terminalName: The name that the phone shows; not needed for a terminal that the service knows by your id.
    ///   - requesterSpecifiedTerminalID: Your own opaque id of the terminal.
    ///   - actionName: What is being allowed; the service says "Log in" when you do not.
    ///   - automationAllowed: Whether the phone may answer by itself; `false` demands the user's own answer.
    ///   - challengeRequired: Whether the user must enter the phone's pattern lock.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The request, usually pending until the user answers on the phone.
    /// - Throws: ``ToopherError/userUnknown(message:)`` and ``ToopherError/pairingDeactivated(message:)``: pair the user;
    ///   ``ToopherError/terminalUnknown(message:)``: name the terminal; and whatever else the service refuses with.
    public func authenticate(
        username: String, terminalName: String? = nil, requesterSpecifiedTerminalID: String? = nil,
        actionName: String? = nil, automationAllowed: Bool = true, challengeRequired: Bool = false,
        extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(username, named: "username")
        var form = RequestForm()
        form.add("user_name", username)
        form.add("terminal_name", terminalName)
        form.add("requester_specified_terminal_id", requesterSpecifiedTerminalID)
        return try await initiate(
            form, actionName: actionName, automationAllowed: automationAllowed, challengeRequired: challengeRequired,
            extras: extras)
    }

    /// Gets an authentication request by its id: `GET authentication_requests/{id}`.
    ///
    /// - Throws: ``ToopherError/api(code:message:status:)`` with 404 when there is none, with 429 when you ask too often.
    public func authenticationRequest(id: String) async throws(ToopherError) -> AuthenticationRequest {
        let reply = try await endpoint.get("authentication_requests/" + Argument.pathSegment(id))
        return try reply.resource(AuthenticationRequest.init, id: id)
    }

    /// Gets the authentication request as it is now.
    public func refreshed(_ request: AuthenticationRequest) async throws(ToopherError) -> AuthenticationRequest {
        try await authenticationRequest(id: request.id)
    }

    private func initiate(
        _ start: RequestForm, actionName: String?, automationAllowed: Bool, challengeRequired: Bool,
        extras: [Parameter]
    ) async throws(ToopherError) -> AuthenticationRequest {
        var form = start
        form.add("action_name", actionName)
        if !automationAllowed { form.add("automation_allowed", "false") }
        if challengeRequired { form.add("challenge_required", "true") }
        try form.add(extras: extras)
        let reply = try await endpoint.post("authentication_requests/initiate", form.parameters)
        return try reply.resource(AuthenticationRequest.init)
    }
}
