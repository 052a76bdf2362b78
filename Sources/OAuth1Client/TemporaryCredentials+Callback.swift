internal import OAuth1

extension TemporaryCredentials {
    /// Returns the verifier in the URL with which the server called the callback (RFC 5849 section 2.2).
    ///
    /// - Parameter url: The whole URL, or only its path and query.
    /// - Throws: Whatever ``verifier(inCallbackQuery:)`` throws.
    public func verifier(inCallbackURL url: String) throws(AuthorizationError) -> String {
        let query = url.utf8.prefix { $0 != UInt8(ascii: "#") }.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        return try verifier(inCallbackQuery: String(decoding: query, as: UTF8.self))
    }

    /// Returns the verifier in the query with which the server called the callback (RFC 5849 section 2.2).
    ///
    /// The token in the query must be that of these credentials; otherwise an attacker may be completing another
    /// authorization in this user's session.
    ///
    /// - Throws: ``AuthorizationError/denied(problem:)``, ``AuthorizationError/callbackForOtherCredentials``,
    ///   ``AuthorizationError/missingVerifier``, ``AuthorizationError/invalidCallback(reason:)``.
    public func verifier(inCallbackQuery query: String) throws(AuthorizationError) -> String {
        guard query.utf8.count <= 8192, let parameters = try? FormEncoding.decode(query, limit: 100) else {
            throw .invalidCallback(reason: "it is too long")
        }
        let token = try parameters.only("oauth_token")
        guard token.map(isSameToken) ?? true else { throw .callbackForOtherCredentials }
        let verifier = try parameters.only("oauth_verifier")
        try throwIfDenied(parameters, token: token, verifier: verifier)
        guard token != nil else { throw .invalidCallback(reason: "oauth_token is missing") }
        guard let verifier, !verifier.isEmpty else { throw .missingVerifier }
        return verifier
    }

    /// X and its followers send `denied`, the Problem Reporting extension has `oauth_problem`, servers that know OAuth 2.0
    /// send its `error`, and Jira sends a verifier that says so.
    private func throwIfDenied(
        _ parameters: [Parameter], token: String?, verifier: String?
    ) throws(AuthorizationError) {
        if let denied = try parameters.only("denied") {
            guard token != nil || isSameToken(denied) else { throw .callbackForOtherCredentials }
            throw .denied(problem: nil)
        }
        if try parameters.only("oauth_problem") != nil { throw .denied(problem: ProblemReport(parameters)) }
        if try parameters.only("error") == "access_denied" { throw .denied(problem: nil) }
        if token != nil, verifier == "denied" { throw .denied(problem: nil) }
    }

    /// Compares byte for byte, because `==` accepts canonically equivalent text.
    private func isSameToken(_ token: String) -> Bool {
        token.utf8.elementsEqual(self.token.utf8)
    }
}

extension [Parameter] {
    /// Returns the value of the parameter `name`, which must not occur twice.
    fileprivate func only(_ name: String) throws(AuthorizationError) -> String? {
        guard let value = first(name) else { return nil }
        guard filter({ $0.name == name }).count == 1 else { throw .invalidCallback(reason: "\(name) occurs twice") }
        return value
    }
}
