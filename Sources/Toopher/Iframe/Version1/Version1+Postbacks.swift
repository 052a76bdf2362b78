extension ToopherIframe.Version1 {
    /// Checks a postback, the reference's `validate`, and returns its fields, whatever it is about.
    ///
    /// A genuine postback may be an error or a denial, and that is yours to judge:
    ///
    /// ```swift
    /// let fields = try old.validate(
    ///     .ignoring(["csrf"], of: .bytes(body)), requestToken: .expected(token), expecting: .user("jdoe"))
    /// if let refusal = fields.refusal { throw refusal }  // the reference's error_code
    /// guard fields.isGranted else { return }
    /// ```
    ///
    /// Unlike the reference it compares in constant time, refuses a postback from the future and a name that occurs twice,
    /// and tells nobody the signature that it computed.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it, in the way of version 1 or 2.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds; ``Options/ttl`` when `nil`.
    ///   - expecting: Whom and what it must be about.
    /// - Throws: ``ToopherError``, when the postback is not genuine, not of this log-in, not of now, or not as expected.
    public func validate(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64? = nil,
        expecting: PostbackExpectation = .anything
    ) throws(ToopherError) -> ValidatedFields {
        try iframe.validatedFields(
            of: form, requestToken: requestToken, ttl: ttl ?? options.ttl, expecting: expecting)
    }

    /// Checks a postback and takes it only once, as ``validate(_:requestToken:ttl:expecting:)``; the ledger is asked once
    /// signature, token and age hold.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it, in the way of version 1 or 2.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds; ``Options/ttl`` when `nil`.
    ///   - expecting: Whom and what it must be about.
    ///   - replayLedger: What remembers the postbacks that were used.
    /// - Throws: ``ToopherError``; ``ToopherError/replayed`` when the ledger knows the postback.
    public func validate(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64? = nil,
        expecting: PostbackExpectation = .anything, replayLedger: any PostbackLedger
    ) async throws(ToopherError) -> ValidatedFields {
        try await iframe.validatedFields(
            of: form, requestToken: requestToken, ttl: ttl ?? options.ttl, expecting: expecting,
            replayLedger: replayLedger)
    }
}
