#if Service

/// A hard token as an operator sees it, without its secret.
public struct TokenSummary: Sendable, Hashable {
    /// The id of the token.
    public let id: String
    /// The requester's own id of the token.
    public let requesterSpecifiedID: String?
    /// The id of the requester that has provisioned it.
    public let requesterID: String
    /// `hotp` or `totp`.
    public let kind: String
    /// How many digits its passwords have.
    public let digits: Int
    /// Whether its passwords count.
    public let isActive: Bool
    /// The ids of the users whose passwords it shows.
    public let userIDs: [String]
    /// When it was provisioned, in seconds since 1970.
    public let created: Int64
}

#endif
