#if Service

/// Where an authentication request comes from.
struct Terminal: Sendable, Hashable {
    var id: String
    var name: String
    /// The requester's own opaque id of the terminal; empty if it gave none.
    var requesterSpecifiedID: String
}

#endif
