extension ToopherIframe {
    /// Returns whether a postback lets a user in.
    ///
    /// It does if it is valid and used for the first time, is about the expected user and action, and is a granted
    /// authentication request.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, up to ``maximumTTL``; the fraction of a second is dropped.
    ///   - expecting: The user, action and terminal that the postback must be about. There is no default, since one
    ///     user's granted postback must not open another's account; ``PostbackExpectation/anything`` opts out.
    ///   - allowingDisabledUsers: Whether a signed 704 (the user has disabled Toopher) lets the user in, as in the
    ///     reference libraries. An error names no user, so this needs a request token that was given to one user only.
    /// - Returns: `false` for everything else, also if the ledger fails.
    ///   ``processPostback(_:requestToken:ttl:expecting:)`` throws the reason.
    public func isAuthenticationGranted(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration = defaultTTL,
        expecting: PostbackExpectation, allowingDisabledUsers: Bool = false
    ) async -> Bool {
        do {
            return try await processPostback(form, requestToken: requestToken, ttl: ttl, expecting: expecting).isGranted
        } catch {
            return allowingDisabledUsers && requestToken.isExpected && error.isUserDisabled
        }
    }
}

extension Postback {
    /// Whether this is a granted authentication request.
    public var isGranted: Bool {
        guard case .authenticationRequest(let request) = self else { return false }
        return request.isGranted
    }
}

extension ExpectedRequestToken {
    var isExpected: Bool {
        guard case .expected = self else { return false }
        return true
    }
}

extension ToopherError {
    var isUserDisabled: Bool {
        guard case .userDisabled = self else { return false }
        return true
    }
}
