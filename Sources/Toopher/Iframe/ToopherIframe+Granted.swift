extension ToopherIframe {
    /// Whether a postback lets a user in: it is genuine, of this log-in and of now, about the user (and action) that you
    /// expect, granted, and not pending.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds.
    ///   - expecting: Whom it must be about. Without it, one user's own granted postback opens another's account, so it has
    ///     no default; ``PostbackExpectation/anything`` opts out.
    ///   - allowingDisabledUsers: Whether a signed 704 (the user has switched Toopher off) lets the user in, as the
    ///     reference libraries do. An error names no user, so this needs a request token that was given to one user only.
    /// - Returns: `false` for everything else, whatever is wrong; ``processPostback(_:requestToken:ttl:expecting:)`` says what.
    public func isAuthenticationGranted(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64 = defaultTTL,
        expecting: PostbackExpectation, allowingDisabledUsers: Bool = false
    ) -> Bool {
        do {
            return try processPostback(form, requestToken: requestToken, ttl: ttl, expecting: expecting).isGranted
        } catch {
            return allowingDisabledUsers && requestToken.isExpected && error.isUserDisabled
        }
    }

    /// Whether a postback lets a user in, for the first time that it is used.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds.
    ///   - expecting: Whom it must be about; ``PostbackExpectation/anything`` opts out.
    ///   - allowingDisabledUsers: Whether a signed 704 lets the user in; needs a request token.
    ///   - replayLedger: What remembers the postbacks that were used.
    /// - Returns: `false` for everything else, also when the ledger fails.
    public func isAuthenticationGranted(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64 = defaultTTL,
        expecting: PostbackExpectation, allowingDisabledUsers: Bool = false, replayLedger: any PostbackLedger
    ) async -> Bool {
        do {
            return try await processPostback(
                form, requestToken: requestToken, ttl: ttl, expecting: expecting, replayLedger: replayLedger
            ).isGranted
        } catch {
            return allowingDisabledUsers && requestToken.isExpected && error.isUserDisabled
        }
    }
}

extension Postback {
    /// Whether this is a granted, no longer pending authentication request.
    public var isGranted: Bool {
        guard case .authenticationRequest(let request) = self else { return false }
        return request.isGranted
    }
}

extension ExpectedRequestToken {
    fileprivate var isExpected: Bool {
        guard case .expected = self else { return false }
        return true
    }
}

extension ToopherError {
    fileprivate var isUserDisabled: Bool {
        guard case .userDisabled = self else { return false }
        return true
    }
}
