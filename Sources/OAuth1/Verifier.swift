public import CryptoCore

/// Verifies signed requests (RFC 5849 section 3.2).
///
/// A request with an unknown consumer key costs the same work as one with a wrong signature, and
/// a nonce is recorded only after the signature holds.
public struct Verifier: Sendable {
    /// How far a timestamp may lie from the clock, in seconds, in either direction.
    public let window: Int64
    /// The most bytes of URL, headers and body together that are looked at.
    public let maximumBytes: Int
    /// The most parameters that are looked at.
    public let maximumParameters: Int

    private let ledger: any NonceLedger
    private let clock: UnixClock
    /// What an unknown consumer's signature is computed with, for each method.
    private let dummies: [3 of Credentials]
    private let scratches = ScratchPool<VerificationScratch>()

    /// A verifier that remembers nonces in `ledger`.
    public init(
        window: Int64 = 300, ledger: any NonceLedger, maximumBytes: Int = 1 << 20, maximumParameters: Int = 1000,
        clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        // No timestamp is 2⁵³ or later, so a longer window would say nothing more, and could overflow.
        self.window = min(max(0, window), 1 << 53)
        self.ledger = ledger
        self.maximumBytes = maximumBytes
        self.maximumParameters = maximumParameters
        self.clock = clock
        let secret = SecretBytes(try RandomBytes.generate(32))
        dummies = [
            try Credentials(consumerKey: "", consumerSecret: secret, signatureMethod: .hmacSHA1),
            try Credentials(consumerKey: "", consumerSecret: secret, signatureMethod: .hmacSHA256),
            try Credentials(consumerKey: "", consumerSecret: secret, signatureMethod: .hmacSHA512),
        ]
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
        try parse(request, into: &box.scratch)
        let consumerKey = String(copying: box.scratch.consumerKey)
        let token = box.scratch.token.isEmpty ? nil : String(copying: box.scratch.token)
        let known = try await credentials(consumerKey, token)
        let now = try judge(&box.scratch, known)
        let use = NonceUse(
            consumerKey: consumerKey, token: token, timestamp: box.scratch.timestamp,
            nonce: String(copying: box.scratch.nonce))
        let verified = VerifiedRequest(consumerKey: consumerKey, token: token, parameters: box.scratch.parameters())
        try Self.accept(await ledger.record(use, horizon: now - window))
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
    ///   - credentials: looks a consumer key and a token up, which is empty in a two-legged flow;
    ///     nil when there is no such consumer, or the token is not the consumer's.
    public func verifySignature(
        method: Span<UInt8>, url: Span<UInt8>, authorization: Span<UInt8>, isForm: Bool, body: Span<UInt8>,
        using scratch: inout VerificationScratch,
        credentials: (_ consumerKey: Span<UInt8>, _ token: Span<UInt8>) -> Credentials?
    ) throws(VerificationError) {
        try scratch.parse(
            method: method, url: url, authorization: authorization, isForm: isForm, body: body,
            maximumBytes: maximumBytes, maximumParameters: maximumParameters)
        _ = try judge(&scratch, credentials(scratch.consumerKey, scratch.token))
    }

    /// Decides on a request that was taken apart: the same work whether the consumer is known or not.
    /// - Returns: the time that the timestamp was judged by.
    @inline(__always)
    private func judge(
        _ scratch: inout VerificationScratch, _ known: Credentials?
    ) throws(VerificationError) -> Int64 {
        let isValid: Bool
        do throws(CryptoError) {
            isValid = try (known ?? dummy(for: scratch.signatureMethod)).storage.key.isValid(
                scratch.signature, for: scratch.baseString, using: scratch.workspace)
        } catch { throw .crypto(error) }
        guard let known else { throw .unknownConsumer }
        guard known.storage.method == scratch.signatureMethod else { throw .signatureMethodNotAllowed }
        guard isValid else { throw .signatureInvalid }
        guard scratch.isBodyIntact else { throw .bodyHashMismatch }
        let now = clock()
        guard (now - window...now + window).contains(scratch.timestamp) else { throw .timestampOutsideWindow }
        return now
    }

    private func dummy(for method: SignatureMethod) -> Credentials {
        switch method {
        case .hmacSHA1: dummies[0]
        case .hmacSHA256: dummies[1]
        case .hmacSHA512: dummies[2]
        }
    }

    /// Takes a request apart.
    func parse(
        _ request: ReceivedRequest, into scratch: inout VerificationScratch
    ) throws(VerificationError) {
        let headers = request.authorization.filter(Self.isOAuth)
        guard headers.count <= 1 else {
            throw .malformed(.malformed(reason: "there are two OAuth Authorization headers"))
        }
        let (method, url, header) = (request.method.utf8, request.url.utf8, (headers.first ?? "").utf8)
        try scratch.parse(
            method: method.span, url: url.span, authorization: header.span, isForm: request.hasFormBody,
            body: request.body.span, maximumBytes: maximumBytes, maximumParameters: maximumParameters)
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

/// A request whose signature, timestamp and nonce were in order.
public struct VerifiedRequest: Sendable {
    /// Who signed it.
    public let consumerKey: String
    /// The token it was signed with, nil in a two-legged flow.
    public let token: String?
    /// The parameters of header, query and form body in this order, decoded, without the
    /// protocol's own (`oauth_…`). All of them were signed.
    public let parameters: [Parameter]
}
