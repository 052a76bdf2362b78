internal import CryptoCore
public import OAuth1

extension ToopherAPI {
    /// Asks the user of a pairing: `POST authentication_requests/initiate`.
    ///
    /// ```swift
    /// let request = try await api.authenticate(
    ///     pairingID: pairing.id, terminalName: "Firefox on the office computer",
    ///     requesterSpecifiedTerminalID: terminalCookie, actionName: "Log In")
    /// ```
    ///
    /// - Parameters:
    ///   - pairingID: The id of the user's pairing.
    ///   - terminalName: The name that the phone shows for where the request comes from.
    ///   - requesterSpecifiedTerminalID: Your own opaque id of the terminal, for instance a random cookie value. Without it
    ///     two terminals of one name are the same terminal, and a stranger who guesses the name inherits its automation.
    ///   - actionName: What is being allowed; the service says "Log in" when you do not.
    ///   - automationAllowed: Whether the phone may answer by itself; `false` demands the user's own answer.
    ///   - challengeRequired: Whether the user must enter the phone's pattern lock.
    ///   - otp: A one-time password that the user has typed; then the answer is there at once, and the phone is not asked.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The request, usually pending until the user answers on the phone.
    /// - Throws: ``ToopherError/userDisabled(_:)``, ``ToopherError/pairingDeactivated(_:)`` and whatever else the service
    ///   refuses with.
    public func authenticate(
        pairingID: String, terminalName: String, requesterSpecifiedTerminalID: String? = nil, actionName: String? = nil,
        automationAllowed: Bool = true, challengeRequired: Bool = false, otp: String? = nil, extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(pairingID, named: "pairingID")
        try Argument.requireText(terminalName, named: "terminalName")
        var form = RequestForm()
        form.add("pairing_id", pairingID)
        form.add("terminal_name", terminalName)
        form.add("requester_specified_terminal_id", requesterSpecifiedTerminalID)
        return try await initiate(
            form, actionName: actionName, automationAllowed: automationAllowed, challengeRequired: challengeRequired,
            otp: otp, extras: extras)
    }

    /// Asks a user by name, so that you need not store pairings: `POST authentication_requests/initiate`.
    ///
    /// A name is sent as a name, whatever it looks like. ``ZeroStorageLogin`` does all that belongs to a log-in by name.
    ///
    /// ```swift
    /// let request = try await api.authenticate(username: "jdoe", requesterSpecifiedTerminalID: terminalCookie)
    /// ```
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - terminalName: The name that the phone shows; not needed for a terminal that the service knows by your id.
    ///   - requesterSpecifiedTerminalID: Your own opaque id of the terminal.
    ///   - actionName: What is being allowed; the service says "Log in" when you do not.
    ///   - automationAllowed: Whether the phone may answer by itself; `false` demands the user's own answer.
    ///   - challengeRequired: Whether the user must enter the phone's pattern lock.
    ///   - otp: A one-time password that the user has typed; then the answer is there at once, and no terminal is needed.
    ///   - extras: Further parameters, sent as they are.
    /// - Returns: The request, usually pending until the user answers on the phone.
    /// - Throws: ``ToopherError/userUnknown(_:)`` and ``ToopherError/pairingDeactivated(_:)``: pair the user;
    ///   ``ToopherError/terminalUnknown(_:)``: name the terminal; and whatever else the service refuses with.
    public func authenticate(
        username: String, terminalName: String? = nil, requesterSpecifiedTerminalID: String? = nil,
        actionName: String? = nil, automationAllowed: Bool = true, challengeRequired: Bool = false, otp: String? = nil,
        extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(username, named: "username")
        var form = RequestForm()
        form.add("user_name", username)
        form.add("terminal_name", terminalName)
        form.add("requester_specified_terminal_id", requesterSpecifiedTerminalID)
        return try await initiate(
            form, actionName: actionName, automationAllowed: automationAllowed, challengeRequired: challengeRequired,
            otp: otp, extras: extras)
    }

    /// Asks by whatever one field holds, as the reference libraries' `authenticate` does: a text that is spelt as a UUID
    /// is a pairing's id, any other a user's name.
    ///
    /// ```swift
    /// let request = try await api.authenticate(pairingIDOrUsername: stored, terminalName: "my computer")
    /// ```
    ///
    /// It is a guess: a user whose name is spelt so can authenticate with somebody else's pairing, if that is its id.
    /// Where users choose their names, say which it is. A UUID here is 8-4-4-4-12 hexadecimal digits and nothing else;
    /// the reference also takes spellings that no service sends.
    ///
    /// - Throws: What the two calls that say which throw.
    public func authenticate(
        pairingIDOrUsername subject: String, terminalName: String, requesterSpecifiedTerminalID: String? = nil,
        actionName: String? = nil, automationAllowed: Bool = true, challengeRequired: Bool = false, otp: String? = nil,
        extras: [Parameter] = []
    ) async throws(ToopherError) -> AuthenticationRequest {
        guard Self.isUUID(subject) else {
            return try await authenticate(
                username: subject, terminalName: terminalName,
                requesterSpecifiedTerminalID: requesterSpecifiedTerminalID, actionName: actionName,
                automationAllowed: automationAllowed, challengeRequired: challengeRequired, otp: otp, extras: extras)
        }
        return try await authenticate(
            pairingID: subject, terminalName: terminalName, requesterSpecifiedTerminalID: requesterSpecifiedTerminalID,
            actionName: actionName, automationAllowed: automationAllowed, challengeRequired: challengeRequired,
            otp: otp, extras: extras)
    }

    /// Gets an authentication request by its id: `GET authentication_requests/{id}`.
    ///
    /// ```swift
    /// let request = try await api.authenticationRequest(id: idInSession)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)`` when there is none, ``ToopherError/rateLimited(_:)`` when you ask too often.
    public func authenticationRequest(id: String) async throws(ToopherError) -> AuthenticationRequest {
        let reply = try await endpoint.get("authentication_requests/" + Argument.pathSegment(id))
        return try reply.resource(AuthenticationRequest.init, id: id)
    }

    /// Gets the authentication request as it is now: `GET authentication_requests/{id}`.
    ///
    /// To wait for the user's answer, see ``decision(on:within:schedule:clock:)``.
    ///
    /// ```swift
    /// if try await api.refreshed(request).isGranted { letIn() }
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)`` when it is gone, ``ToopherError/rateLimited(_:)`` when you ask too often.
    public func refreshed(_ request: AuthenticationRequest) async throws(ToopherError) -> AuthenticationRequest {
        try await authenticationRequest(id: request.id)
    }

    /// Answers a pending request with a one-time password that the user has typed:
    /// `POST authentication_requests/{id}/otp_auth`.
    ///
    /// ```swift
    /// let answered = try await api.grantWithOTP("123456", requestID: request.id)
    /// ```
    ///
    /// - Parameters:
    ///   - otp: The one-time password that the user's phone shows.
    ///   - requestID: The id of the authentication request.
    /// - Returns: The request, granted if the password is right.
    /// - Throws: ``ToopherError/notFound(_:)``, and whatever the service refuses a wrong or late password with.
    public func grantWithOTP(_ otp: String, requestID: String) async throws(ToopherError) -> AuthenticationRequest {
        try Argument.requireText(otp, named: "otp")
        let path = try "authentication_requests/" + Argument.pathSegment(requestID, named: "requestID") + "/otp_auth"
        return try await endpoint.post(path, [Parameter("otp", otp)]).resource(
            AuthenticationRequest.init, id: requestID)
    }

    /// Takes a question back, so that the phone no longer asks it: `POST authentication_requests/{id}/cancel`.
    ///
    /// ```swift
    /// try await api.cancelAuthenticationRequest(id: request.id)
    /// ```
    ///
    /// - Throws: ``ToopherError/notFound(_:)``, and whatever else the service refuses with, for instance when there is an
    ///   answer already.
    public func cancelAuthenticationRequest(id: String) async throws(ToopherError) {
        try await endpoint.post("authentication_requests/" + Argument.pathSegment(id) + "/cancel", []).acknowledge()
    }

    private func initiate(
        _ start: RequestForm, actionName: String?, automationAllowed: Bool, challengeRequired: Bool, otp: String?,
        extras: [Parameter]
    ) async throws(ToopherError) -> AuthenticationRequest {
        var form = start
        form.add("action_name", actionName)
        if !automationAllowed { form.add("automation_allowed", "false") }
        if challengeRequired { form.add("challenge_required", "true") }
        form.add("otp", otp)
        try form.add(extras: extras)
        let reply = try await endpoint.post("authentication_requests/initiate", form.parameters)
        return try reply.resource(AuthenticationRequest.init)
    }

    /// The text form of RFC 9562 section 4.
    private static func isUUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && Hex.decode(text.filter { $0 != "-" }) != nil
    }
}
