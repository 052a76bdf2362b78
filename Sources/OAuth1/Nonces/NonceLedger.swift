/// One use of a nonce. All four parts together must be unique (RFC 5849 section 3.3).
public struct NonceUse: Sendable, Hashable {
    /// The consumer key.
    public var consumerKey: String
    /// The token, nil in a two-legged flow.
    public var token: String?
    /// The `oauth_timestamp`, seconds since 1970.
    public var timestamp: Int64
    /// The `oauth_nonce`.
    public var nonce: String

    /// One use of a nonce.
    public init(consumerKey: String, token: String?, timestamp: Int64, nonce: String) {
        self.consumerKey = consumerKey
        self.token = token
        self.timestamp = timestamp
        self.nonce = nonce
    }
}

/// What a ledger says of a nonce.
public enum NonceVerdict: Sendable, Equatable {
    /// Never seen, now recorded.
    case fresh
    /// Seen before, or too old to tell: refuse the request.
    case replayed
    /// No room to record it: refuse the request.
    case full
}

/// Remembers the nonces of accepted requests for as long as their timestamps are acceptable.
///
/// A verifier asks only after the signature holds, so a stranger can neither fill the ledger nor
/// burn someone's nonce.
public protocol NonceLedger: Sendable {
    /// Records `use` unless it is already there, in one atomic step.
    /// - Parameters:
    ///   - use: the nonce with what it belongs to.
    ///   - horizon: the oldest timestamp that is still acceptable; older entries may be forgotten.
    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict
}

/// A ledger that answers at once, without suspending or allocating: for verification on bytes.
public protocol SynchronousNonceLedger: NonceLedger {
    /// Records a use unless it is already there, in one atomic step.
    /// - Parameters:
    ///   - consumerKey: the consumer key.
    ///   - token: the token, empty in a two-legged flow.
    ///   - timestamp: the `oauth_timestamp`, seconds since 1970.
    ///   - nonce: the `oauth_nonce`.
    ///   - horizon: the oldest timestamp that is still acceptable; older entries may be forgotten.
    func record(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>, horizon: Int64
    ) -> NonceVerdict
}
