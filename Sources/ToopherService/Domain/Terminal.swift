#if Service

/// Where an authentication request comes from.
struct Terminal: Sendable, Hashable {
    var id: String
    /// Empty if the requester gave none.
    var name: String
    /// The requester's own opaque id of the terminal; empty if it gave none.
    var requesterSpecifiedID: String
    /// Whether the user has approved something from here.
    var wasApproved = false

    /// Whether more than its name says which terminal it is.
    var isIdentified: Bool { !requesterSpecifiedID.isEmpty }
}

#endif
