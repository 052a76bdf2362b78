public import OAuth1

extension ToopherIframe {
    /// The address of the page on which a user is asked: `web/authenticate`.
    ///
    /// The address is a bearer credential until it expires: give it to that user's browser only.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: Where the page mails a link when the user has lost the phone.
    ///   - requestToken: Your token of this log-in; the postback brings it back, signed. Make it with
    ///     ``makeRequestToken()``. An empty one is sent as such, and then no postback can be tied to this log-in.
    ///   - actionName: What is being allowed.
    ///   - requesterMetadata: Anything; the postback brings it back, signed.
    ///   - ttl: How long the address is good for, in seconds.
    ///   - extras: Further parameters. The page knows `allow_inline_pairing`, `automation_allowed` and
    ///     `challenge_required`, which stand where the reference library has them; others follow in your order.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func authenticationURL(
        username: String, resetEmail: String = "", requestToken: String, actionName: String = "Log In",
        requesterMetadata: String = "", ttl: Int64 = defaultTTL, extras: [Parameter] = []
    ) throws(ToopherError) -> String {
        try Argument.requireText(username, named: "username")
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
        try Argument.requireExtras(extras, besides: fixed.map(\.name))
        return try signed("web/authenticate", Self.inReferenceOrder(fixed, extras: extras))
    }

    /// The address of the page on which a user pairs a phone, or manages what is paired: `web/manage_user`.
    ///
    /// The address is a bearer credential until it expires: give it to that user's browser only.
    ///
    /// - Parameters:
    ///   - username: Your name of the user.
    ///   - resetEmail: Where the page mails a link when the user has lost the phone.
    ///   - ttl: How long the address is good for, in seconds.
    ///   - extras: Further parameters.
    /// - Throws: ``ToopherError/invalidArgument(name:reason:)``, ``ToopherError/signing(_:)``.
    public func userManagementURL(
        username: String, resetEmail: String = "", ttl: Int64 = defaultTTL, extras: [Parameter] = []
    ) throws(ToopherError) -> String {
        try Argument.requireText(username, named: "username")
        let expires = try expiry(after: ttl)
        let start = [Parameter("username", username), Parameter("reset_email", resetEmail)]
        let end = [Parameter("expires", expires), Parameter("v", Self.version)]
        try Argument.requireExtras(extras, besides: (start + end).map(\.name))
        return try signed("web/manage_user", start + extras + end)
    }

    /// The version of the page's protocol, which version 1 of the libraries says, too.
    static let version = "2"

    /// The order in which the reference library (Python, 2.0.0) writes the parameters of `web/authenticate`. The signature
    /// does not depend on it; comparing addresses does.
    private static let referenceOrder = [
        "username", "reset_email", "session_token", "allow_inline_pairing", "expires", "action_name",
        "automation_allowed", "requester_metadata", "v", "challenge_required",
    ]

    private static func inReferenceOrder(_ fixed: [Parameter], extras: [Parameter]) -> [Parameter] {
        let all = fixed + extras
        let known = referenceOrder.flatMap { name in all.filter { $0.name == name } }
        return known + extras.filter { !referenceOrder.contains($0.name) }
    }

    func expiry(after ttl: Int64) throws(ToopherError) -> String {
        let (expires, overflow) = clock().addingReportingOverflow(ttl)
        guard ttl > 0, !overflow else { throw .invalidArgument(name: "ttl", reason: "it is not a time to come") }
        return String(expires)
    }

    func signed(_ page: String, _ parameters: [Parameter]) throws(ToopherError) -> String {
        do {
            return try signer.signedURL(method: "GET", url: address.url(of: page), parameters: parameters)
        } catch {
            throw .signing(error)
        }
    }
}
