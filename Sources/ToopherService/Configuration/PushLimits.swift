#if Service

/// How push messages are sent.
public struct PushLimits: Sendable, Hashable {
    /// How many a node sends at once; at least 1.
    public var concurrency = 32
    /// How many wait to be sent, now or later. Beyond, none is sent: phones that are in use hear of requests anyway.
    public var waiting = 4096
    /// How long a push service may take to respond.
    public var deadline = Duration.seconds(15)
    /// How often one message is sent at most.
    public var attempts = 4

    /// The descriptors that are left for them: each has a connection, or looks its host up.
    var descriptors: Int { 2 * max(1, concurrency) }

    /// Creates the defaults.
    public init() {}
}

#endif
