extension ToopherIframe {
    /// Checks a postback, and only then reads it.
    ///
    /// In this order, and nothing is believed before its turn: the keys that every postback has, each once; the signature;
    /// the request token; the age; the error, if it is about one; the kind of thing; its fields; what you expect of it.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds.
    ///   - expecting: Whom and what it must be about.
    /// - Returns: What the postback is about. An authentication request may well be denied: see
    ///   ``AuthenticationRequest/isGranted``.
    /// - Throws: ``ToopherError``: whatever the case, let nobody in. Only a signed error gives
    ///   ``ToopherError/userDisabled(_:)`` and its like.
    public func processPostback(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64 = defaultTTL,
        expecting: PostbackExpectation = .anything
    ) throws(ToopherError) -> Postback {
        let verified = try verify(form, requestToken: requestToken, ttl: ttl)
        return try verified.postback(expecting: expecting)
    }

    /// Checks a postback, takes it only once, and only then reads it.
    ///
    /// As ``processPostback(_:requestToken:ttl:expecting:)``; the ledger is asked once signature, token and age hold.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds.
    ///   - expecting: Whom and what it must be about.
    ///   - replayLedger: What remembers the postbacks that were used.
    /// - Throws: ``ToopherError``; ``ToopherError/replayed`` when the ledger knows the postback.
    public func processPostback(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64 = defaultTTL,
        expecting: PostbackExpectation = .anything, replayLedger: any PostbackLedger
    ) async throws(ToopherError) -> Postback {
        let verified = try verify(form, requestToken: requestToken, ttl: ttl)
        try await record(verified, in: replayLedger)
        return try verified.postback(expecting: expecting)
    }

    /// The fields of a genuine postback of any kind, for a kind that this library does not know.
    ///
    /// A genuine postback may still be an error or a denial: look at ``ValidatedFields/refusal`` first.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds.
    ///   - expecting: Whom and what it must be about. An error need not name the user; if it does, it must be the expected one.
    /// - Throws: ``ToopherError``, when the postback is not genuine, not of this log-in, not of now, or not as expected.
    public func validatedFields(
        of form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64 = defaultTTL,
        expecting: PostbackExpectation = .anything
    ) throws(ToopherError) -> ValidatedFields {
        try verify(form, requestToken: requestToken, ttl: ttl).validatedFields(expecting: expecting)
    }

    /// The fields of a genuine postback of any kind, taken only once.
    ///
    /// As ``validatedFields(of:requestToken:ttl:expecting:)``; the ledger is asked once signature, token and age hold.
    ///
    /// - Parameters:
    ///   - form: The form data as the browser sent it.
    ///   - requestToken: The token that you gave to the page.
    ///   - ttl: How old the postback may be, in seconds.
    ///   - expecting: Whom and what it must be about.
    ///   - replayLedger: What remembers the postbacks that were used.
    /// - Throws: ``ToopherError``; ``ToopherError/replayed`` when the ledger knows the postback.
    public func validatedFields(
        of form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64 = defaultTTL,
        expecting: PostbackExpectation = .anything, replayLedger: any PostbackLedger
    ) async throws(ToopherError) -> ValidatedFields {
        let verified = try verify(form, requestToken: requestToken, ttl: ttl)
        try await record(verified, in: replayLedger)
        return try verified.validatedFields(expecting: expecting)
    }

    private func verify(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Int64
    ) throws(ToopherError) -> VerifiedPostback {
        try verifier.verify(try PostbackFields(form), requestToken: requestToken, ttl: ttl, now: clock())
    }

    private func record(_ postback: VerifiedPostback, in ledger: any PostbackLedger) async throws(ToopherError) {
        let decision: PostbackLedgerDecision
        do {
            decision = try await ledger.record(postback.use, now: clock())
        } catch {
            throw .ledgerFailed(error)
        }
        switch decision {
        case .fresh: return
        case .replayed: throw .replayed
        case .full: throw .ledgerFull
        }
    }
}
