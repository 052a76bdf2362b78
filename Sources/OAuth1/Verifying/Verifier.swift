public import CryptoCore

/// Verifies signed requests (RFC 5849 section 3.2).
///
/// A request with an unknown consumer key costs the same work as one with a wrong signature, and
/// a nonce is recorded only after the signature holds.
public struct Verifier: Sendable {
    /// How old a timestamp may be, in seconds.
    public let window: Int64
    /// How far a timestamp may be ahead of the clock, in seconds.
    public let futureWindow: Int64
    /// The most bytes of URL, headers and body together that are looked at.
    public let maximumBytes: Int
    /// The most parameters that are looked at.
    public let maximumParameters: Int

    /// What is accepted beyond the RFC.
    public let leniencies: Leniencies

    private let ledger: any NonceLedger
    private let clock: UnixClock
    private let dummies: DummyKeys
    private let scratches = ScratchPool<VerificationScratch>()

    /// A verifier that remembers nonces in `ledger`.
    /// - Parameters:
    ///   - window: how old a timestamp may be, in seconds.
    ///   - futureWindow: how far ahead of the clock it may be, in seconds; as far as `window` if nil.
    ///   - ledger: remembers the nonces of accepted requests.
    ///   - maximumBytes: the most bytes of URL, `Authorization` header and body together. However large it is, URL,
    ///     header and form together are no more than 64 MiB; other bodies may be longer.
    ///   - maximumParameters: the most parameters of header, query and form together.
    ///   - leniencies: what to accept beyond the RFC, for clients that cannot be mended.
    ///   - clock: the time that timestamps are judged by.
    public init(
        window: Int64 = 300, futureWindow: Int64? = nil, ledger: any NonceLedger, maximumBytes: Int = 1 << 20,
        maximumParameters: Int = 1000, leniencies: Leniencies = [], clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        // No timestamp is 2⁵³ or later, so a longer window would say nothing more, and could overflow.
        self.window = min(max(0, window), 1 << 53)
        self.futureWindow = min(max(0, futureWindow ?? window), 1 << 53)
        self.ledger = ledger
        self.maximumBytes = maximumBytes
        self.maximumParameters = maximumParameters
        self.leniencies = leniencies
        self.clock = clock
        dummies = try DummyKeys()
    }

    /// Verifies `request` and records its nonce.
    ///
    /// - Parameters:
    ///   - request: what arrived.
    ///   - credentials: looks a consumer key and token up; nil when there is no such consumer, or
    ///     the token is not the consumer's.
    /// - Returns: who sent the request, and its parameters.
    /// - Throws: ``VerificationError`` when the request is not to be believed; whatever the look-up
    ///   or the ledger throws.
    public func verify(
        _ request: ReceivedRequest,
        credentials: (_ consumerKey: String, _ token: String?) async throws -> Credentials?
    ) async throws -> VerifiedRequest {
        let box = try scratches.take()
        defer { scratches.giveBack(box) }
        try parse(request, into: &box.scratch, rules)
        let consumerKey = String(copying: box.scratch.consumerKey)
        let token = box.scratch.token.isEmpty ? nil : String(copying: box.scratch.token)
        let known = try await credentials(consumerKey, token)
        let now = try judge(request, &box.scratch, known)
        let verified = VerifiedRequest(
            consumerKey: consumerKey, token: token, parameters: box.scratch.parameters(),
            protocolParameters: box.scratch.protocolParameters())
        if box.scratch.hasTimestamp {
            let use = NonceUse(
                consumerKey: consumerKey, token: token, timestamp: box.scratch.timestamp,
                nonce: String(copying: box.scratch.nonce))
            try Self.accept(await ledger.record(use, horizon: now - window))
        }
        return verified
    }

    /// Verifies the signature and the timestamp of a request given as bytes, in the memory of
    /// `scratch` and without allocating. Says nothing about the nonce: the request may be a replay.
    ///
    /// - Parameters:
    ///   - method: the HTTP method.
    ///   - url: the absolute URL as the client called it.
    ///   - authorization: the `Authorization` header value, empty when there is none.
    ///   - isForm: whether the body is `application/x-www-form-urlencoded`.
    ///   - body: the body: signed when it is a form, else compared with `oauth_body_hash` if that is there.
    ///   - scratch: the calling thread's; holds afterwards what the request said.
    ///   - cache: the one that `credentials` asks first. Where it will have to look is brought near while
    ///     the request is taken apart, which pays off when it holds many consumers; nothing else depends on it.
    ///   - credentials: looks a consumer key and a token up, which is empty in a two-legged flow;
    ///     nil when there is no such consumer, or the token is not the consumer's.
    /// - Returns: the time that the timestamp was judged by.
    @discardableResult
    public func verifySignature(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8>, isForm: Bool, body: Span<UInt8>,
        using scratch: inout VerificationScratch, anticipating cache: CredentialCache? = nil,
        credentials: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?
    ) throws(VerificationError) -> Int64 {
        try judge(
            method: method, url: url, authorization: authorization, isForm: isForm, body: body, using: &scratch,
            anticipating: cache, credentials: credentials
        ) { _ in }
    }

    /// Verifies a request given as bytes like ``verifySignature(method:url:authorization:isForm:body:using:anticipating:credentials:)``,
    /// and records its nonce in `ledger`, which is used in place of the verifier's own. Does not suspend
    /// and allocates only what the ledger needs to grow.
    public func verify(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8>, isForm: Bool, body: Span<UInt8>,
        using scratch: inout VerificationScratch, recordingIn ledger: some SynchronousNonceLedger,
        anticipating cache: CredentialCache? = nil,
        credentials: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?
    ) throws(VerificationError) {
        let now = try verifySignature(
            method: method, url: url, authorization: authorization, isForm: isForm, body: body, using: &scratch,
            anticipating: cache, credentials: credentials)
        guard scratch.hasTimestamp else { return }
        try Self.accept(
            ledger.record(
                consumerKey: scratch.consumerKey, token: scratch.token, timestamp: scratch.timestamp,
                nonce: scratch.nonce, horizon: now - window))
    }

    /// Verifies a request given as bytes and records its nonce, like the method of the same name for any ledger.
    /// Where this ledger will have to look is brought near while the signature is computed.
    public func verify(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8>, isForm: Bool, body: Span<UInt8>,
        using scratch: inout VerificationScratch, recordingIn ledger: InMemoryNonceLedger,
        anticipating cache: CredentialCache? = nil,
        credentials: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?
    ) throws(VerificationError) {
        var use = Fingerprint.empty
        let now = try judge(
            method: method, url: url, authorization: authorization, isForm: isForm, body: body, using: &scratch,
            anticipating: cache, credentials: credentials
        ) { parsed in
            use = ledger.expect(
                consumerKey: parsed.consumerKey, token: parsed.token, timestamp: parsed.timestamp,
                nonce: parsed.nonce)
        }
        guard scratch.hasTimestamp else { return }
        try Self.accept(ledger.record(use, timestamp: scratch.timestamp, horizon: now - window))
    }

    /// Decides on a request given as bytes, read in any way that the leniencies allow.
    /// - Parameter whenParsed: told whenever `scratch` holds a reading of the request, before it is judged.
    /// - Returns: the time that the timestamp was judged by.
    @inline(__always)
    private func judge(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8>, isForm: Bool, body: Span<UInt8>,
        using scratch: inout VerificationScratch, anticipating cache: CredentialCache?,
        credentials: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?,
        whenParsed: (borrowing VerificationScratch) -> Void
    ) throws(VerificationError) -> Int64 {
        try scratch.parse(
            method: method, url: url, authorization: authorization, isForm: isForm, body: body, rules: rules,
            anticipating: cache)
        whenParsed(scratch)
        let known = credentials(scratch.consumerKey, scratch.token)
        var isSigned = try isSigned(scratch, known)
        if !isSigned, let otherwise = scratch.request.otherReading(leniencies) {
            try scratch.parse(
                method: method, url: url, authorization: authorization, isForm: isForm, body: body,
                rules: rules.rereading(otherwise))
            whenParsed(scratch)
            isSigned = try self.isSigned(scratch, known)
        }
        return try judge(scratch, known, isSigned: isSigned)
    }

    /// How requests are read.
    @inline(__always)
    var rules: ReadingRules {
        ReadingRules(maximumBytes: maximumBytes, maximumParameters: maximumParameters, leniencies: leniencies)
    }

    /// Whether the signature is that of the consumer, with the same work whether the consumer is
    /// known or not. Credentials of another method than the request names count as none here:
    /// computing with them would tell by the time it takes that they exist.
    @inline(__always)
    private func isSigned(
        _ scratch: borrowing VerificationScratch, _ known: Credentials?
    ) throws(VerificationError) -> Bool {
        let method = scratch.signatureMethod
        do throws(CryptoError) {
            if let known, known.storage.method == method {
                return try known.storage.key.isValid(
                    scratch.signature, for: scratch.baseString, using: scratch.workspace)
            }
            _ = try dummies.key(for: method).isValid(
                scratch.signature, for: scratch.baseString, using: scratch.workspace)
            return false
        } catch { throw .crypto(error) }
    }

    /// Decides on a request, once everything was computed.
    /// - Returns: the time that the timestamp was judged by.
    @inline(__always)
    private func judge(
        _ scratch: borrowing VerificationScratch, _ known: Credentials?, isSigned: Bool
    ) throws(VerificationError) -> Int64 {
        guard let known else { throw .unknownConsumer }
        guard known.storage.method == scratch.signatureMethod else { throw .signatureMethodNotAllowed }
        guard known.storage.key.isAllowed(overTLS: scratch.request.isTLS) else { throw .plaintextWithoutTLS }
        guard isSigned else { throw .signatureInvalid }
        guard scratch.isBodyIntact else { throw .bodyHashMismatch }
        let now = clock()
        if scratch.hasTimestamp {
            guard (now - window...now + futureWindow).contains(scratch.timestamp) else {
                throw .timestampOutsideWindow
            }
        }
        return now
    }

    /// Decides on a request that was taken apart, read in any way that the leniencies allow.
    /// - Returns: the time that the timestamp was judged by.
    func judge(
        _ request: ReceivedRequest, _ scratch: inout VerificationScratch, _ known: Credentials?
    ) throws(VerificationError) -> Int64 {
        var isSigned = try isSigned(scratch, known)
        if !isSigned, let otherwise = scratch.request.otherReading(leniencies) {
            try parse(request, into: &scratch, rules.rereading(otherwise))
            isSigned = try self.isSigned(scratch, known)
        }
        return try judge(scratch, known, isSigned: isSigned)
    }

    /// Takes a request apart.
    func parse(
        _ request: ReceivedRequest, into scratch: inout VerificationScratch, _ rules: ReadingRules
    ) throws(VerificationError) {
        let headers = request.authorization.filter(Self.isOAuth)
        guard headers.count <= 1 else {
            throw .malformed(.malformed(reason: "there are two OAuth Authorization headers"))
        }
        let (method, url, header) = (request.method.utf8, request.url.utf8, (headers.first ?? "").utf8)
        try scratch.parse(
            method: method.span, url: url.span, authorization: header.span, isForm: request.hasFormBody,
            body: request.body.span, rules: rules)
    }

    /// Whether a header value claims the OAuth scheme; another scheme is not ours to judge.
    private static func isOAuth(_ header: String) -> Bool {
        let scheme = header.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return scheme.count == 5 && String(decoding: scheme, as: UTF8.self).lowercased() == "oauth"
    }

    private static func accept(_ verdict: NonceVerdict) throws(VerificationError) {
        switch verdict {
        case .fresh: return
        case .replayed: throw .nonceReplayed
        case .full: throw .ledgerFull
        }
    }
}
