/// Verification without suspending and without allocating, in the memory of a scratch.
///
/// The generic methods can be inlined into other modules and only wrap the lookup in closures that do not escape, so that
/// no call through a witness table is left.
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
    @inlinable
    public func verifySignature<Lookup: CredentialLookup>(
        of request: borrowing BorrowedRequest, using scratch: inout VerificationScratch, credentials lookup: Lookup
    ) throws(VerificationError) -> Int64 {
        var prefetch: Lookup.Prefetch?
        return try verifySignature(
            of: request, using: &scratch, prefetch: { prefetch = lookup.prefetch(consumerKey: $0, token: $1) },
            continuePrefetch: { if let prefetch { lookup.continuePrefetch(prefetch) } },
            find: { consumerKey, token, found in
                // The same key and token: protocol parameters come from one source.
                if let prefetch {
                    lookup.find(prefetch, consumerKey: consumerKey, token: token, into: &found)
                } else {
                    lookup.find(consumerKey: consumerKey, token: token, into: &found)
                }
            })
    }

    /// Verifies a request and records its nonce in a ledger, which is used in place of the verifier's own.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - scratch: Memory of the calling thread; contains what the request said afterwards.
    ///   - ledger: Records the nonce.
    ///   - lookup: Looks up the credentials.
    /// - Throws: ``VerificationError`` if the request is not accepted.
    @inlinable
    public func verify<Lookup: CredentialLookup>(
        _ request: borrowing BorrowedRequest, using scratch: inout VerificationScratch,
        recordingIn ledger: some SynchronousNonceLedger, credentials lookup: Lookup
    ) throws(VerificationError) {
        let now = try verifySignature(of: request, using: &scratch, credentials: lookup)
        try record(scratch, in: ledger, at: now)
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
    @inlinable
    public func verify<Lookup: CredentialLookup>(
        _ request: borrowing BorrowedRequest, using scratch: inout VerificationScratch,
        recordingIn ledger: InMemoryNonceLedger, credentials lookup: Lookup
    ) throws(VerificationError) {
        var prefetch: Lookup.Prefetch?
        try verify(
            request, using: &scratch, recordingIn: ledger,
            prefetch: { prefetch = lookup.prefetch(consumerKey: $0, token: $1) },
            continuePrefetch: { if let prefetch { lookup.continuePrefetch(prefetch) } },
            find: { consumerKey, token, found in
                // The same key and token: protocol parameters come from one source.
                if let prefetch {
                    lookup.find(prefetch, consumerKey: consumerKey, token: token, into: &found)
                } else {
                    lookup.find(consumerKey: consumerKey, token: token, into: &found)
                }
            })
    }

    /// Verifies the signature and the timestamp of a request.
    @usableFromInline
    func verifySignature(
        of request: borrowing BorrowedRequest, using scratch: inout VerificationScratch,
        prefetch: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Void, continuePrefetch: () -> Void,
        find: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>, _ found: inout FoundCredentials) -> Void
    ) throws(VerificationError) -> Int64 {
        defer { scratch.found.clear() }
        try scratch.parse(request, rules, prefetch: prefetch, continuePrefetch: continuePrefetch)
        scratch.look(find)
        return try check(request, &scratch)
    }

    /// Verifies a request and records its nonce in a ledger in memory.
    @usableFromInline
    func verify(
        _ request: borrowing BorrowedRequest, using scratch: inout VerificationScratch,
        recordingIn ledger: InMemoryNonceLedger,
        prefetch: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Void, continuePrefetch: () -> Void,
        find: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>, _ found: inout FoundCredentials) -> Void
    ) throws(VerificationError) {
        defer { scratch.found.clear() }
        try scratch.parse(request, rules, prefetch: prefetch, continuePrefetch: continuePrefetch)
        var use = ledger.prefetch(scratch)
        scratch.look(find)
        // Without a closure, for which Swift 6.3.1 would retain the ledger, an object that all threads share.
        let now = try check(request, &scratch)
        guard scratch.hasTimestamp else { return }
        if scratch.isReread { use = ledger.prefetch(scratch) }
        let horizon = now - pastWindow
        try ledger.record(use, timestamp: scratch.timestamp, horizon: horizon).requireFresh(horizon: horizon)
    }

    /// Records the nonce of a request that was verified, if it has one.
    @usableFromInline
    func record(
        _ scratch: borrowing VerificationScratch, in ledger: some SynchronousNonceLedger, at now: Int64
    ) throws(VerificationError) {
        guard scratch.hasTimestamp else { return }
        let horizon = now - pastWindow
        let verdict = ledger.record(
            consumerKey: scratch.consumerKey, token: scratch.token, timestamp: scratch.timestamp, nonce: scratch.nonce,
            horizon: horizon)
        try verdict.requireFresh(horizon: horizon)
    }
}

extension InMemoryNonceLedger {
    /// Prefetches the memory in which the nonce of a request will be recorded, and returns its fingerprint.
    @inline(__always)
    fileprivate func prefetch(_ scratch: borrowing VerificationScratch) -> Fingerprint {
        prefetch(
            consumerKey: scratch.consumerKey, token: scratch.token, timestamp: scratch.timestamp, nonce: scratch.nonce)
    }
}
