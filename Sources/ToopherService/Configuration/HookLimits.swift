#if Service

/// How the operator's commands are run.
public struct HookLimits: Sendable, Hashable {
    /// How many run at once; at least 1.
    public var concurrency = 8
    /// How many messages wait for one of them to end.
    public var queued = 500
    /// How long one may run before it is ended.
    public var deadline = Duration.seconds(15)

    /// Creates the defaults.
    public init() {}
}

#endif
