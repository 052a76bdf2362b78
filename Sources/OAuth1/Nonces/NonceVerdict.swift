/// The decision of a ledger about a nonce.
public enum NonceVerdict: Sendable, Equatable {
    /// The nonce was unknown and is now recorded.
    case fresh
    /// The nonce is known, or older than the horizon. Refuse the request.
    case replayed
    /// The timestamp is within the horizon, but the ledger has removed nonces as new as this one, the newest of them of
    /// second `through`. Refuse the request, since it may be a replay.
    ///
    /// The clock was ahead when they were removed, and was set back. Requests with later timestamps are accepted.
    case forgotten(through: Int64)
    /// The ledger is at its capacity. Refuse the request.
    case full
}
