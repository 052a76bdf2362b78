internal import OAuth1

/// What the server sends to the callback (RFC 5849 section 2.2).
extension TemporaryCredentials {
    /// The verifier in a URL that the callback was called with.
    /// - Parameter url: the whole URL, or only its path and query.
    /// - Throws: ``AuthorizationError/denied(problem:)`` when the resource owner said no; what
    ///   ``verifier(inCallbackQuery:)`` throws.
    public func verifier(inCallbackURL url: String) throws(AuthorizationError) -> String {
        let query = url.utf8.prefix { $0 != UInt8(ascii: "#") }.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        return try verifier(inCallbackQuery: String(decoding: query, as: UTF8.self))
    }

    /// The verifier in the query that the callback was called with.
    ///
    /// The token in it must be these credentials' own: else somebody may be finishing another
    /// authorization in this user's session.
    /// - Throws: ``AuthorizationError/denied(problem:)``, ``AuthorizationError/callbackForOtherCredentials``,
    ///   ``AuthorizationError/missingVerifier``, ``AuthorizationError/invalidCallback(reason:)``.
    public func verifier(inCallbackQuery query: String) throws(AuthorizationError) -> String {
        guard query.utf8.count <= 8192, let parameters = try? FormEncoding.decode(query, limit: 100) else {
            throw .invalidCallback(reason: "it is too long")
        }
        let token = try parameters.only("oauth_token")
        guard token.map(isOurs) ?? true else { throw .callbackForOtherCredentials }
        // `denied` is what X and its followers send, `oauth_problem` what the problem reporting extension says.
        if let denied = try parameters.only("denied") {
            guard token != nil || isOurs(denied) else { throw .callbackForOtherCredentials }
            throw .denied(problem: nil)
        }
        if let problem = try parameters.only("oauth_problem") { throw .denied(problem: Problem.name(problem)) }
        guard token != nil else { throw .invalidCallback(reason: "oauth_token is missing") }
        guard let verifier = try parameters.only("oauth_verifier"), !verifier.isEmpty else { throw .missingVerifier }
        return verifier
    }

    /// Whether it is the same token byte for byte; `==` would take canonically equivalent texts for the same.
    private func isOurs(_ token: String) -> Bool {
        token.utf8.elementsEqual(self.token.utf8)
    }
}

extension [Parameter] {
    /// The value of the parameter called `name`, which must not be there twice.
    fileprivate func only(_ name: String) throws(AuthorizationError) -> String? {
        guard let value = first(name) else { return nil }
        guard filter({ $0.name == name }).count == 1 else { throw .invalidCallback(reason: "\(name) occurs twice") }
        return value
    }
}
