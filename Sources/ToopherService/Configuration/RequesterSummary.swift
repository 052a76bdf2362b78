#if Service

/// What an operator sees of a requester.
public struct RequesterSummary: Sendable, Hashable {
    /// The id.
    public let id: String
    /// The name that phones show.
    public let name: String
    /// The OAuth consumer key; public.
    public let consumerKey: String
    /// When it was made, seconds since 1970.
    public let created: Int64
}

#endif
