#if Service

/// A requester's name for one call: sent again with the same name, it has no second effect.
struct IdempotencyKey: Sendable, Hashable {
    var text: String
    /// Of everything that is asked.
    var digest: String
}

#endif
