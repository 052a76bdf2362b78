#if Service

/// A new secret of a requester. It is shown only this once.
public struct RotatedSecret: Sendable {
    /// The OAuth consumer key, which stays the same.
    public let consumerKey: String
    /// The new secret.
    public let consumerSecret: String
    /// Until when the secret before it still verifies, in seconds since 1970.
    public let previousEnds: Int64
}

#endif
