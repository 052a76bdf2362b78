extension ToopherIframe {
    /// Verifies a postback, records its use, and returns what it is about.
    ///
    /// The checks run in this order: the keys that every postback has, each once; the signature; the request token; the
    /// age; the replay ledger; the error, if there is one; the kind of resource; its fields; the expectation.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, up to ``maximumTTL``; the fraction of a second is dropped.
    ///   - expecting: The user, action and terminal that the postback must be about.
    /// - Returns: The resource of the postback. An authentication request may be denied: see
    ///   ``AuthenticationRequest/isGranted``.
    /// - Throws: ``ToopherError``: whatever the case, let nobody in. Only a signed error throws
    ///   ``ToopherError/userDisabled(_:)`` or another refusal. ``ToopherError/replayed`` if the postback was used
    ///   before.
    public func processPostback(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration = defaultTTL,
        expecting: PostbackExpectation = .anything
    ) async throws(ToopherError) -> Postback {
        let verified = try verify(form, requestToken: requestToken, ttl: ttl)
        try await recordUse(of: verified)
        return try verified.postback(expecting: expecting)
    }

    /// Verifies a postback of any kind, also an unknown one, records its use, and returns its fields.
    ///
    /// A valid postback may be an error or a denial: check ``ValidatedFields/refusal`` and
    /// ``ValidatedFields/isGranted``.
    ///
    /// - Parameters:
    ///   - form: The form as the browser sent it.
    ///   - requestToken: The token that you passed to the page.
    ///   - ttl: How old the postback may be, up to ``maximumTTL``; the fraction of a second is dropped.
    ///   - expecting: The user, action and terminal that the postback must be about. An error need not name the user;
    ///     if it does, it must be the expected one.
    /// - Throws: ``ToopherError``; ``ToopherError/replayed`` if the postback was used before.
    public func validateFields(
        of form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration = defaultTTL,
        expecting: PostbackExpectation = .anything
    ) async throws(ToopherError) -> ValidatedFields {
        let verified = try verify(form, requestToken: requestToken, ttl: ttl)
        try await recordUse(of: verified)
        return try verified.validatedFields(expecting: expecting)
    }

    /// Verifies signature, request token and age of a postback.
    func verify(
        _ form: PostbackForm, requestToken: ExpectedRequestToken, ttl: Duration
    ) throws(ToopherError) -> VerifiedPostback {
        try verifier.verify(try PostbackFields(form), requestToken: requestToken, ttl: ttl, now: clock())
    }

    private func recordUse(of postback: VerifiedPostback) async throws(ToopherError) {
        let verdict: PostbackVerdict
        do {
            verdict = try await replayLedger.record(postback.use, now: clock())
        } catch {
            throw .ledgerFailed(error)
        }
        switch verdict {
        case .fresh: return
        case .replayed: throw .replayed
        case .full: throw .ledgerFull
        }
    }
}
