public import OAuth1

extension ToopherIframe {
    /// Returns the signed URL of the page that authenticates a user: `web/authenticate`.
    ///
    /// Until it expires, the URL is a bearer credential: send it to that user's browser only.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: The address that the page sends a reset link to if the user has lost the phone.
    ///   - requestToken: Your token of this log-in, which the postback returns, signed. Create it with
    ///     ``makeRequestToken()``. If it is empty, postbacks are not bound to this log-in.
    ///   - actionName: What is being allowed.
    ///   - requesterMetadata: Any text, which the postback returns, signed.
    ///   - terminal: The browser. Without one, each log-in is shown as from a place that is not known.
    ///   - returnURL: Where the browser goes with the answer; `nil` for a page in an iframe. Its origin must be registered
    ///     with the service. The query of the request that comes is the postback: check it as any other.
    ///   - ttl: How long the URL is valid: at least a second; the fraction of a second is dropped.
    ///   - extras: Further parameters. Those that the page knows, `allow_inline_pairing`, `automation_allowed` and
    ///     `challenge_required`, take the reference library's order; the others follow in yours.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func authenticationURL(
        username: String, resetEmail: String = "", requestToken: String, actionName: String = "Log In",
        requesterMetadata: String = "", terminal: Terminal? = nil, returnURL: String? = nil, ttl: Duration = defaultTTL,
        extras: [Parameter] = []
    ) throws(ToopherError) -> String {
        let optional = (terminal?.parameters ?? []) + Self.parameter(returnURL)
        try Argument.requireText(username, named: "username")
        if let terminal { try Argument.requireText(terminal.id, named: "terminal.id") }
        let expires = try expiry(after: ttl)
        let fixed = [
            Parameter("username", username),
            Parameter("reset_email", resetEmail),
            Parameter("session_token", requestToken),
            Parameter("expires", expires),
            Parameter("action_name", actionName),
            Parameter("requester_metadata", requesterMetadata),
            Parameter("v", Self.version),
        ]
        try Argument.requireExtras(extras, besides: (fixed + optional).map(\.name))
        return try signedURL(of: "web/authenticate", Self.inReferenceOrder(fixed, extras: optional + extras))
    }

    /// Returns the signed URL of the page on which a user pairs a phone or manages pairings: `web/manage_user`.
    ///
    /// Until it expires, the URL is a bearer credential: send it to that user's browser only.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: The address that the page sends a reset link to if the user has lost the phone.
    ///   - returnURL: Where the browser goes with the answer; `nil` for a page in an iframe. Its origin must be registered
    ///     with the service.
    ///   - ttl: How long the URL is valid: at least a second; the fraction of a second is dropped.
    ///   - extras: Further parameters.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func userManagementURL(
        username: String, resetEmail: String = "", returnURL: String? = nil, ttl: Duration = defaultTTL,
        extras: [Parameter] = []
    ) throws(ToopherError) -> String {
        let extras = extras + Self.parameter(returnURL)
        try Argument.requireText(username, named: "username")
        let expires = try expiry(after: ttl)
        let start = [Parameter("username", username), Parameter("reset_email", resetEmail)]
        let end = [Parameter("expires", expires), Parameter("v", Self.version)]
        try Argument.requireExtras(extras, besides: (start + end).map(\.name))
        return try signedURL(of: "web/manage_user", start + extras + end)
    }

    /// The version of the page's protocol. Version 1 of the libraries sends it, too.
    static let version = "2"

    /// Returns the value of `expires`, in seconds since 1970.
    func expiry(after ttl: Duration) throws(ToopherError) -> String {
        let (expires, overflow) = clock().addingReportingOverflow(try Argument.wholeSeconds(ttl, named: "ttl"))
        guard !overflow else { throw .invalidArgument(name: "ttl", reason: "it is too long") }
        return String(expires)
    }

    /// Returns the signed URL of a page below the base URL.
    func signedURL(of page: String, _ parameters: [Parameter]) throws(ToopherError) -> String {
        do {
            return try signer.signedURL(method: "GET", url: address.url(of: page), parameters: parameters)
        } catch {
            throw .signing(error)
        }
    }

    // The order of the Python library 2.0.0. The signature does not depend on it; comparing URLs does.
    private static let referenceOrder = [
        "username", "reset_email", "session_token", "allow_inline_pairing", "expires", "action_name",
        "automation_allowed", "requester_metadata", "v", "challenge_required",
    ]

    private static func parameter(_ returnURL: String?) -> [Parameter] {
        returnURL.map { [Parameter("return_url", $0)] } ?? []
    }

    private static func inReferenceOrder(_ fixed: [Parameter], extras: [Parameter]) -> [Parameter] {
        let all = fixed + extras
        let known = referenceOrder.flatMap { name in all.filter { $0.name == name } }
        return known + extras.filter { !referenceOrder.contains($0.name) }
    }
}
