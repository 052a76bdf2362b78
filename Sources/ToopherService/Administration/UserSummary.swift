#if Service

/// A user as an operator sees it.
public struct UserSummary: Sendable, Hashable {
    /// The id of the user.
    public let id: String
    /// The name, which is unique within the requester.
    public let name: String
    /// The id of the requester that the user belongs to.
    public let requesterID: String
    /// The name of that requester.
    public let requesterName: String
    /// Whether the user takes part. Requests about a user who does not are refused.
    public let isEnabled: Bool
    /// How many phones decide for the user.
    public let pairings: Int
    /// When the user was created, in seconds since 1970.
    public let created: Int64
}

#endif
