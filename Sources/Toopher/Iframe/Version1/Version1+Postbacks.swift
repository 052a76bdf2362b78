extension ToopherIframe.Version1 {
    /// Verifies a postback, records its use, and returns its fields, whatever it is about: the reference's `validate`.
    ///
    /// A valid postback may be an error or a denial, which you have to check:
    ///
    /// ```swift
    /// let fields = try await old.validate(
    ///     .ignoring(["csrf"], of: .bytes(body)), requestToken: .expected(token), expecting: .user("jdoe"))
    /// if let refusal = fields.refusal { throw refusal }  // the reference's error_code
    /// guard fields.isGranted else { return }
    /// ```
    ///
    /// Unlike the reference, it compares in constant time, refuses a postback from the future and a repeated name, and
    /// never reveals the signature that it computed.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it, of version 1 or 2.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, in whole seconds; ``Options/ttl`` if `nil`.
    ///   - expecting: The user, action and terminal that the postback must be about.
    /// - Throws: ``ToopherError``; ``ToopherError/replayed`` if the postback was used before.
    public func validate(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration? = nil,
        expecting: PostbackExpectation = .anything
    ) async throws(ToopherError) -> ValidatedFields {
        try await iframe.validateFields(
            of: form, requestToken: requestToken, ttl: ttl ?? options.ttl, expecting: expecting)
    }

    /// Verifies a postback and returns its fields, without replay protection.
    ///
    /// Whoever has a copy of the postback can use it until it expires. To let a user in, use
    /// ``validate(_:requestToken:ttl:expecting:)``, whose checks are otherwise the same.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it, of version 1 or 2.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, in whole seconds; ``Options/ttl`` if `nil`.
    ///   - expecting: The user, action and terminal that the postback must be about.
    /// - Throws: ``ToopherError``: whatever the case, let nobody in.
    public func validateWithoutReplayProtection(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration? = nil,
        expecting: PostbackExpectation = .anything
    ) throws(ToopherError) -> ValidatedFields {
        try iframe.validateFieldsWithoutReplayProtection(
            of: form, requestToken: requestToken, ttl: ttl ?? options.ttl, expecting: expecting)
    }
}
