#if Service

/// A requester without its secret.
public struct RequesterSummary: Sendable, Hashable {
    /// The id of the requester.
    public let id: String
    /// The name that phones show.
    public let name: String
    /// The OAuth consumer key, which is public.
    public let consumerKey: String
    /// When the requester was created, in seconds since 1970.
    public let created: Int64
}

#endif
