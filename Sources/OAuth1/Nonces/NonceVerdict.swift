/// The decision of a ledger about a nonce.
public enum NonceVerdict: Sendable, Equatable {
    /// The nonce was unknown and is now recorded.
    case fresh
    /// The nonce is known, or too old to tell. Refuse the request.
    case replayed
    /// The ledger is at its capacity. Refuse the request.
    case full
}
