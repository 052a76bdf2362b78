internal import OAuth1

extension ToopherIframe.Version1 {
    /// The address of the page on which a user pairs a phone, the reference's `pair_uri`: `web/pair`, or what
    /// ``Options/pairingPage`` says.
    ///
    /// The address is a bearer credential until it expires: give it to that user's browser only.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: Where the page mails a link when the user has lost the phone.
    ///   - ttl: How long the address is good for, in seconds; ``Options/ttl`` when `nil`.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func pairURL(
        username: String, resetEmail: String? = nil, ttl: Int64? = nil
    ) throws(ToopherError) -> String {
        try managementURL(options.pairingPage.rawValue, username: username, resetEmail: resetEmail, ttl: ttl)
    }

    /// The address of the page on which a user manages what is paired, the reference's `manage_user_uri`: `web/manage_user`.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: Where the page mails a link when the user has lost the phone.
    ///   - ttl: How long the address is good for, in seconds; ``Options/ttl`` when `nil`.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func manageUserURL(
        username: String, resetEmail: String? = nil, ttl: Int64? = nil
    ) throws(ToopherError) -> String {
        try managementURL("web/manage_user", username: username, resetEmail: resetEmail, ttl: ttl)
    }

    /// The address of the page on which a user is asked, the reference's `auth_uri`: `web/authenticate`, or what
    /// ``Options/authenticationPage`` says.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: Where the page mails a link when the user has lost the phone.
    ///   - actionName: What is being allowed.
    ///   - isAutomationAllowed: Whether a standing answer of the phone may do.
    ///   - isChallengeRequired: Whether the user must unlock the phone's app, too.
    ///   - requestToken: Your token of this log-in, see ``ToopherIframe/makeRequestToken()``. Without one, no postback can be
    ///     tied to this log-in.
    ///   - requesterMetadata: Anything; the postback brings it back, signed.
    ///   - ttl: How long the address is good for, in seconds; ``Options/ttl`` when `nil`.
    ///   - isInlinePairingAllowed: Whether a user without a phone may pair one in the page; not sent unless
    ///     ``Options/sendsInlinePairing``.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func authenticationURL(
        username: String, resetEmail: String? = nil, actionName: String = "Log In", isAutomationAllowed: Bool = true,
        isChallengeRequired: Bool = false, requestToken: String?, requesterMetadata: String? = nil, ttl: Int64? = nil,
        isInlinePairingAllowed: Bool = true
    ) throws(ToopherError) -> String {
        try Argument.requireText(username, named: "username")
        // In the order in which Python wrote them.
        var parameters = [
            Parameter("username", username), Parameter("automation_allowed", Self.text(isAutomationAllowed)),
        ]
        parameters += optional("reset_email", resetEmail) + optional("session_token", requestToken)
        parameters.append(Parameter("v", ToopherIframe.version))
        if options.sendsInlinePairing {
            parameters.append(Parameter("allow_inline_pairing", Self.text(isInlinePairingAllowed)))
        }
        parameters += optional("requester_metadata", requesterMetadata)
        parameters += [
            Parameter("challenge_required", Self.text(isChallengeRequired)),
            Parameter("expires", try iframe.expiry(after: ttl ?? options.ttl)),
            Parameter("action_name", actionName),
        ]
        return try iframe.signed(options.authenticationPage.rawValue, parameters)
    }

    /// The address of the page on which a user is asked to log in, the reference's `login_uri`: automation is allowed, no
    /// challenge required, and the address good for ``Options/ttl``.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: Where the page mails a link when the user has lost the phone.
    ///   - requestToken: Your token of this log-in.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func loginURL(
        username: String, resetEmail: String? = nil, requestToken: String?
    ) throws(ToopherError) -> String {
        try authenticationURL(username: username, resetEmail: resetEmail, requestToken: requestToken)
    }

    private func managementURL(
        _ page: String, username: String, resetEmail: String?, ttl: Int64?
    ) throws(ToopherError) -> String {
        try Argument.requireText(username, named: "username")
        let parameters =
            [Parameter("username", username)] + optional("reset_email", resetEmail) + [
                Parameter("expires", try iframe.expiry(after: ttl ?? options.ttl)),
                Parameter("v", ToopherIframe.version),
            ]
        return try iframe.signed(page, parameters)
    }

    private func optional(_ name: String, _ value: String?) -> [Parameter] {
        if let value { return [Parameter(name, value)] }
        return switch options.absentArgument {
        case .textNone: [Parameter(name, "None")]
        case .emptyText: [Parameter(name, "")]
        case .noParameter: []
        }
    }

    /// The spelling of these libraries.
    private static func text(_ flag: Bool) -> String {
        flag ? "True" : "False"
    }
}
