public import CryptoCore

/// Verifies requests signed with HMAC-SHA1 (RFC 5849 section 3.2).
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
    private let dummy: HMACKey

    /// A verifier that remembers nonces in `ledger`.
    public init(
        window: Int64 = 300, ledger: any NonceLedger, maximumBytes: Int = 1 << 20, maximumParameters: Int = 1000,
        clock: @escaping UnixClock = SystemClock.unixSeconds
    ) throws(CryptoError) {
        self.window = max(0, window)
        self.ledger = ledger
        self.maximumBytes = maximumBytes
        self.maximumParameters = maximumParameters
        self.clock = clock
        dummy = try HMACKey(.sha1, key: SecretBytes(RandomBytes.generate(32)))
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
        let signed = try SignedRequest(request, maximumBytes: maximumBytes, maximumParameters: maximumParameters)
        let known = try await credentials(signed.consumerKey, signed.token)
        let isValid = try (known?.key ?? dummy).isValid(signed.signature, for: signed.baseString)
        guard known != nil else { throw VerificationError.unknownConsumer }
        guard isValid else { throw VerificationError.signatureInvalid }

        let now = clock()
        guard (now - window...now + window).contains(signed.timestamp) else {
            throw VerificationError.timestampOutsideWindow
        }
        let use = NonceUse(
            consumerKey: signed.consumerKey, token: signed.token, timestamp: signed.timestamp, nonce: signed.nonce)
        switch try await ledger.record(use, horizon: now - window) {
        case .fresh: return signed.verified
        case .replayed: throw VerificationError.nonceReplayed
        case .full: throw VerificationError.ledgerFull
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
