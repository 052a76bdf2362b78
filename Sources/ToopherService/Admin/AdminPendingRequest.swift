#if Service

/// A request that waits for a decision, as the operator sees it: without its number.
struct AdminPendingRequest: Sendable {
    var id: String
    var requester: String
    var user: String
    var action: String
    var terminal: String
    /// Seconds since 1970.
    var created: Int64
    /// The deadline of the decision, in seconds since 1970.
    var expires: Int64
}

#endif
