/// A replay ledger's verdict on a postback.
public enum PostbackVerdict: Sendable, Hashable {
    /// The postback was unknown and is now recorded.
    case fresh
    /// The postback was used before, or the ledger no longer knows whether it was.
    case replayed
    /// There is no room to record the postback.
    case full
}
