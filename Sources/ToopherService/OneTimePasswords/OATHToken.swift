#if Service

/// A hard token that a requester has provisioned, without its secret.
struct OATHToken: Sendable, Hashable {
    var id: String
    /// The requester's own id of the token.
    var requesterSpecifiedID: String?
    var settings: OATHTokenSettings
    var position = OATHTokenPosition()
    var isActive = true
    /// Seconds since 1970.
    var created: Int64
    /// When it was last changed, which each accepted password does, in seconds since 1970.
    var modified: Int64
}

#endif
