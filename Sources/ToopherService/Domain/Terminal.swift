#if Service

/// The place a request comes from.
struct Terminal: Sendable, Hashable {
    var id: String
    var name: String
    /// The requester's own opaque id for the place; empty when it gave none.
    var requesterSpecifiedID: String
}

#endif
