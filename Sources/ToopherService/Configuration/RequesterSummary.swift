#if Service

/// A requester without its secrets.
public struct RequesterSummary: Sendable, Hashable {
    /// The id of the requester.
    public let id: String
    /// The name that phones show.
    public let name: String
    /// The OAuth consumer key, which is public.
    public let consumerKey: String
    /// Whether it may call the service.
    public let state: RequesterState
    /// What the operator has decided about its authentication requests.
    public let policy: RequesterPolicy
    /// When the requester was created, in seconds since 1970.
    public let created: Int64
}

#endif
