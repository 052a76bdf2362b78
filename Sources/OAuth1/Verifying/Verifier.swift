public import CryptoCore

/// A verifier of signed requests.
///
/// A request with an unknown consumer key costs the same work as one with a wrong signature, and a nonce is recorded only
/// after the signature is valid.
///
/// RFC 5849 section 3.2.
public struct Verifier: Sendable {
    /// The most bytes of URL, `Authorization` header and body together.
    public let maximumBytes: Int
    /// The most parameters of header, query and form together.
    public let maximumParameters: Int
    /// What is accepted beyond the RFC.
    public let leniencies: Leniencies
    /// Which bodies a request may have.
    public let bodyPolicy: BodyPolicy

    /// The windows in seconds.
    let pastWindow, futureWindowInSeconds: Int64
    let clock: UnixClock
    let dummies: DummyKeys
    private let ledger: any NonceLedger
    private let scratches = ScratchPool<VerificationScratch>()

    /// Creates a verifier that records nonces in a ledger.
    ///
    /// Timestamps are whole seconds, so a fraction of a second in a window makes no difference.
    ///
    /// - Parameters:
    ///   - window: How old a timestamp may be. A negative window is zero.
    ///   - futureWindow: How far a timestamp may be ahead of the clock; the same as `window` if `nil`.
    ///   - ledger: Records the nonces of accepted requests.
    ///   - maximumBytes: The most bytes of URL, `Authorization` header and body together. URL, header and form are in
    ///     any case limited to 64 MiB together; another body may be longer.
    ///   - maximumParameters: The most parameters of header, query and form together.
    ///   - leniencies: What to accept beyond the RFC, for clients that cannot be changed.
    ///   - bodyPolicy: Which bodies a request may have. The RFC leaves all but forms unsigned; by default such a body
    ///     needs an `oauth_body_hash`.
    ///   - clock: The time that timestamps are compared with.
    /// - Throws: ``/CryptoCore/CryptoError`` if OpenSSL fails.
    public init(
        window: Duration = .seconds(300), futureWindow: Duration? = nil, ledger: any NonceLedger,
        maximumBytes: Int = 1 << 20, maximumParameters: Int = 1000, leniencies: Leniencies = [],
        bodyPolicy: BodyPolicy = .formOrHash, clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        pastWindow = Self.seconds(window)
        futureWindowInSeconds = Self.seconds(futureWindow ?? window)
        self.ledger = ledger
        self.maximumBytes = maximumBytes
        self.maximumParameters = maximumParameters
        self.leniencies = leniencies
        self.bodyPolicy = bodyPolicy
        self.clock = clock
        dummies = try DummyKeys()
    }

    /// How old a timestamp may be, in whole seconds.
    public var window: Duration { .seconds(pastWindow) }

    /// How far a timestamp may be ahead of the clock, in whole seconds.
    public var futureWindow: Duration { .seconds(futureWindowInSeconds) }

    /// Verifies a request and records its nonce.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - credentials: Looks up the credentials of a consumer key and a token; returns `nil` if the consumer is unknown,
    ///     or the token is not the consumer's.
    /// - Returns: The consumer and the parameters of the request.
    /// - Throws: ``VerificationError`` if the request is not accepted; whatever the lookup or the ledger throws.
    public func verify(
        _ request: ReceivedRequest,
        credentials: (_ consumerKey: String, _ token: String?) async throws -> Credentials?
    ) async throws -> VerifiedRequest {
        let unrecorded = try await verifyUnrecorded(request, credentials: credentials)
        if let use = unrecorded.nonceUse {
            try unrecorded.requireFresh(await ledger.record(use, horizon: unrecorded.horizon))
        }
        return unrecorded.request
    }

    /// Verifies a request and leaves it to the caller to record its nonce, for example in a transaction of its own.
    ///
    /// - Parameters:
    ///   - request: The request as received.
    ///   - credentials: Looks up the credentials of a consumer key and a token; returns `nil` if the consumer is unknown,
    ///     or the token is not the consumer's.
    /// - Returns: The consumer and the parameters of the request, and the nonce to record.
    /// - Throws: ``VerificationError`` if the request is not accepted; whatever the lookup throws.
    public func verifyUnrecorded(
        _ request: ReceivedRequest,
        credentials: (_ consumerKey: String, _ token: String?) async throws -> Credentials?
    ) async throws -> UnrecordedRequest {
        let box = try scratches.take()
        defer { scratches.giveBack(box) }
        try parse(request, into: &box.scratch)
        let consumerKey = String(copying: box.scratch.consumerKey)
        let token = box.scratch.token.isEmpty ? nil : String(copying: box.scratch.token)
        let known = try await credentials(consumerKey, token)
        let now = try check(request, &box.scratch, known)
        let verified = VerifiedRequest(
            consumerKey: consumerKey, token: token, parameters: box.scratch.parameters(),
            protocolParameters: box.scratch.protocolParameters(), coversBody: box.scratch.coversBody)
        var use: NonceUse?
        if box.scratch.hasTimestamp {
            use = NonceUse(
                consumerKey: consumerKey, token: token, timestamp: box.scratch.timestamp,
                nonce: String(copying: box.scratch.nonce))
        }
        return UnrecordedRequest(request: verified, nonceUse: use, horizon: now - pastWindow)
    }

    /// Returns the whole seconds of a window.
    private static func seconds(_ window: Duration) -> Int64 {
        // Timestamps are below 2⁵³, so a longer window would accept no more, and could overflow.
        min(max(0, window.components.seconds), 1 << 53)
    }
}
