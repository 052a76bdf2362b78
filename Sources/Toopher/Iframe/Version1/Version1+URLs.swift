internal import OAuth1

extension ToopherIframe.Version1 {
    /// Returns the signed URL of the page on which a user pairs a phone, the reference's `pair_uri`: `web/pair`, or the
    /// page of ``Options/pairingPage``.
    ///
    /// Until it expires, the URL is a bearer credential: send it to that user's browser only.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: The address that the page sends a reset link to if the user has lost the phone.
    ///   - ttl: How long the URL is valid, in whole seconds; ``Options/ttl`` if `nil`.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func pairingURL(
        username: String, resetEmail: String? = nil, ttl: Duration? = nil
    ) throws(ToopherError) -> String {
        try managementURL(options.pairingPage.rawValue, username: username, resetEmail: resetEmail, ttl: ttl)
    }

    /// Returns the signed URL of the page on which a user manages pairings, the reference's `manage_user_uri`:
    /// `web/manage_user`.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: The address that the page sends a reset link to if the user has lost the phone.
    ///   - ttl: How long the URL is valid, in whole seconds; ``Options/ttl`` if `nil`.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func userManagementURL(
        username: String, resetEmail: String? = nil, ttl: Duration? = nil
    ) throws(ToopherError) -> String {
        try managementURL("web/manage_user", username: username, resetEmail: resetEmail, ttl: ttl)
    }

    /// Returns the signed URL of the page that authenticates a user, the reference's `auth_uri`: `web/authenticate`, or
    /// the page of ``Options/authenticationPage``.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: The address that the page sends a reset link to if the user has lost the phone.
    ///   - actionName: What is being allowed.
    ///   - isAutomationAllowed: Whether an automation of the phone may decide.
    ///   - isChallengeRequired: Whether the user must also unlock the phone's app.
    ///   - requestToken: Your token of this log-in, see ``ToopherIframe/makeRequestToken()``. Without one, postbacks
    ///     are not bound to this log-in.
    ///   - requesterMetadata: Any text, which the postback returns, signed.
    ///   - ttl: How long the URL is valid, in whole seconds; ``Options/ttl`` if `nil`.
    ///   - isInlinePairingAllowed: Whether a user without a phone may pair one in the page; sent if
    ///     ``Options/sendsInlinePairing`` is set.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func authenticationURL(
        username: String, resetEmail: String? = nil, actionName: String = "Log In", isAutomationAllowed: Bool = true,
        isChallengeRequired: Bool = false, requestToken: String?, requesterMetadata: String? = nil,
        ttl: Duration? = nil, isInlinePairingAllowed: Bool = true
    ) throws(ToopherError) -> String {
        try Argument.requireText(username, named: "username")
        // The order is that of the Python library 1.1.0.
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
        return try iframe.signedURL(of: options.authenticationPage.rawValue, parameters)
    }

    /// Returns the signed URL of the page for a log-in, the reference's `login_uri`: automation is allowed, no
    /// challenge is required, and the URL is valid for ``Options/ttl``.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: The address that the page sends a reset link to if the user has lost the phone.
    ///   - requestToken: Your token of this log-in.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func loginURL(
        username: String, resetEmail: String? = nil, requestToken: String?
    ) throws(ToopherError) -> String {
        try authenticationURL(username: username, resetEmail: resetEmail, requestToken: requestToken)
    }

    private func managementURL(
        _ page: String, username: String, resetEmail: String?, ttl: Duration?
    ) throws(ToopherError) -> String {
        try Argument.requireText(username, named: "username")
        let parameters =
            [Parameter("username", username)] + optional("reset_email", resetEmail) + [
                Parameter("expires", try iframe.expiry(after: ttl ?? options.ttl)),
                Parameter("v", ToopherIframe.version),
            ]
        return try iframe.signedURL(of: page, parameters)
    }

    private func optional(_ name: String, _ value: String?) -> [Parameter] {
        if let value { return [Parameter(name, value)] }
        return switch options.missingArgument {
        case .textNone: [Parameter(name, "None")]
        case .emptyText: [Parameter(name, "")]
        case .noParameter: []
        }
    }

    // Python's spelling.
    private static func text(_ flag: Bool) -> String {
        flag ? "True" : "False"
    }
}
