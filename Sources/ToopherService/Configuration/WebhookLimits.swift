#if Service

/// How messages are sent to the endpoints of requesters.
public struct WebhookLimits: Sendable, Hashable {
    /// How many messages a node sends at once.
    public var concurrency = 64
    /// How many of them to one endpoint.
    public var concurrencyPerRequester = 4
    /// How many messages of one requester are kept. Beyond, the oldest are deleted.
    public var queued = 10_000
    /// How long an endpoint may take to respond.
    public var deadline = Duration.seconds(15)

    /// Creates the defaults.
    public init() {}
}

#endif
