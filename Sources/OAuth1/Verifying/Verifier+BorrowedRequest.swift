/// Verification without suspending and without allocating, in the memory of a scratch.
extension Verifier {
    /// Verifies the signature and the timestamp of a request, but not its nonce: the request may be a replay.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - scratch: Memory of the calling thread; contains what the request said afterwards.
    ///   - lookup: Looks up the credentials. If it is a ``CredentialCache``, it prefetches them while the request is
    ///     parsed.
    /// - Returns: The time that the timestamp was compared with, in seconds since 1970.
    /// - Throws: ``VerificationError`` if the request is not accepted.
    @discardableResult
    @specialized(where Lookup == CredentialCache)
    @specialized(where Lookup == CredentialFunction)
    public func verifySignature<Lookup: CredentialLookup>(
        of request: borrowing BorrowedRequest, using scratch: inout VerificationScratch, credentials lookup: Lookup
    ) throws(VerificationError) -> Int64 {
        try check(request, &scratch, lookup) { _ in }
    }

    /// Verifies a request and records its nonce in a ledger, which is used in place of the verifier's own.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - scratch: Memory of the calling thread; contains what the request said afterwards.
    ///   - ledger: Records the nonce.
    ///   - lookup: Looks up the credentials.
    /// - Throws: ``VerificationError`` if the request is not accepted.
    public func verify<Lookup: CredentialLookup>(
        _ request: borrowing BorrowedRequest, using scratch: inout VerificationScratch,
        recordingIn ledger: some SynchronousNonceLedger, credentials lookup: Lookup
    ) throws(VerificationError) {
        let now = try check(request, &scratch, lookup) { _ in }
        guard scratch.hasTimestamp else { return }
        try Self.requireFresh(
            ledger.record(
                consumerKey: scratch.consumerKey, token: scratch.token, timestamp: scratch.timestamp,
                nonce: scratch.nonce, horizon: now - pastWindow))
    }

    /// Verifies a request and records its nonce in a ledger in memory, which is used in place of the verifier's own.
    ///
    /// The ledger prefetches the memory of the nonce while the signature is computed. Allocates only what the ledger
    /// needs to grow.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - scratch: Memory of the calling thread; contains what the request said afterwards.
    ///   - ledger: Records the nonce.
    ///   - lookup: Looks up the credentials.
    /// - Throws: ``VerificationError`` if the request is not accepted.
    @specialized(where Lookup == CredentialCache)
    @specialized(where Lookup == CredentialFunction)
    public func verify<Lookup: CredentialLookup>(
        _ request: borrowing BorrowedRequest, using scratch: inout VerificationScratch,
        recordingIn ledger: InMemoryNonceLedger, credentials lookup: Lookup
    ) throws(VerificationError) {
        var use = Fingerprint.empty
        let now = try check(request, &scratch, lookup) { parsed in
            use = ledger.prefetch(
                consumerKey: parsed.consumerKey, token: parsed.token, timestamp: parsed.timestamp, nonce: parsed.nonce)
        }
        guard scratch.hasTimestamp else { return }
        try Self.requireFresh(ledger.record(use, timestamp: scratch.timestamp, horizon: now - pastWindow))
    }

    /// Parses a request, looks up its credentials, and checks signature and policy.
    ///
    /// - Parameter whenParsed: Called each time that the request was parsed, before it is checked.
    /// - Returns: The time that the timestamp was compared with.
    @inline(__always)
    private func check<Lookup: CredentialLookup>(
        _ request: borrowing BorrowedRequest, _ scratch: inout VerificationScratch, _ lookup: Lookup,
        whenParsed: (borrowing VerificationScratch) -> Void
    ) throws(VerificationError) -> Int64 {
        try scratch.parse(request, rules, prefetching: lookup)
        whenParsed(scratch)
        let known = lookup.credentials(consumerKey: scratch.consumerKey, token: scratch.token)
        return try check(request, &scratch, known, whenParsed: whenParsed)
    }
}
