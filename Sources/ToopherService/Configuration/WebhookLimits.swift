#if Service

/// How messages are sent to the endpoints of requesters.
public struct WebhookLimits: Sendable, Hashable {
    /// How many messages a node sends at once; at least 1. Its transport needs no more connections than that.
    public var concurrency = 32
    /// How many of them to one endpoint; at least 1.
    public var concurrencyPerRequester = 4
    /// How many messages of one requester are kept; at most 10,000. Beyond, the oldest are deleted, with a line in the log.
    public var queued = 10_000
    /// How long an endpoint may take to respond.
    public var deadline = Duration.seconds(15)

    /// How many messages of one requester wait at most until the next attempt, give or take some 64, whether a node sends any
    /// or not. More than are kept then, so that it is the sender that finds too many and says so.
    static let maximumQueued = 11_000

    /// The descriptors that are left for them: each has a connection, or looks its host up.
    var descriptors: Int { 2 * max(1, concurrency) }

    /// Creates the defaults.
    public init() {}
}

#endif
