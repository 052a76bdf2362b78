/// The checks without the replay ledger: a postback is accepted any number of times until it expires.
///
/// They are for code that cannot be `async` and for postbacks that are only inspected.
extension ToopherIframe {
    /// Verifies a postback and returns what it is about, without replay protection.
    ///
    /// Whoever has a copy of the postback can use it until it expires. To let a user in, use
    /// ``processPostback(_:requestToken:ttl:expecting:)``, whose checks are otherwise the same.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, up to ``maximumTTL``; the fraction of a second is dropped.
    ///   - expecting: The user, action and terminal that the postback must be about.
    /// - Throws: ``ToopherError``: whatever the case, let nobody in.
    public func processPostbackWithoutReplayProtection(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration = defaultTTL,
        expecting: PostbackExpectation = .anything
    ) throws(ToopherError) -> Postback {
        try verify(form, requestToken: requestToken, ttl: ttl).postback(expecting: expecting)
    }

    /// Verifies a postback of any kind and returns its fields, without replay protection.
    ///
    /// Whoever has a copy of the postback can use it until it expires. To let a user in, use
    /// ``validateFields(of:requestToken:ttl:expecting:)``, whose checks are otherwise the same.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, up to ``maximumTTL``; the fraction of a second is dropped.
    ///   - expecting: The user, action and terminal that the postback must be about.
    /// - Throws: ``ToopherError``: whatever the case, let nobody in.
    public func validateFieldsWithoutReplayProtection(
        of form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration = defaultTTL,
        expecting: PostbackExpectation = .anything
    ) throws(ToopherError) -> ValidatedFields {
        try verify(form, requestToken: requestToken, ttl: ttl).validatedFields(expecting: expecting)
    }

    /// Returns whether a postback lets a user in, without replay protection.
    ///
    /// Whoever has a copy of the postback can use it until it expires. Where you can, use
    /// ``isAuthenticationGranted(_:requestToken:ttl:expecting:allowingDisabledUsers:)``, whose checks are otherwise the
    /// same.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, up to ``maximumTTL``; the fraction of a second is dropped.
    ///   - expecting: The user, action and terminal that the postback must be about.
    ///   - allowingDisabledUsers: Whether a signed 704 lets the user in; this needs a request token.
    public func isAuthenticationGrantedWithoutReplayProtection(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration = defaultTTL,
        expecting: PostbackExpectation, allowingDisabledUsers: Bool = false
    ) -> Bool {
        do {
            return try processPostbackWithoutReplayProtection(
                form, requestToken: requestToken, ttl: ttl, expecting: expecting
            ).isGranted
        } catch {
            return allowingDisabledUsers && requestToken.isExpected && error.isUserDisabled
        }
    }
}
