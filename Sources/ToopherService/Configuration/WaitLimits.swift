#if Service

/// How many requests may wait for a decision at once. What is over a limit is answered at once with the current state.
public struct WaitLimits: Sendable, Hashable {
    /// In all.
    public var total = 16_384
    /// Of one requester.
    public var requester = 12_000
    /// Of one device.
    public var device = 4
    /// Of one page.
    public var page = 4

    /// Creates the defaults.
    public init() {}
}

#endif
