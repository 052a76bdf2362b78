#if Service

/// How often something may happen: a number of times at once, then once each interval.
public struct RateLimit: Sendable, Hashable {
    /// The number of times at once; at least 1.
    public let burst: Int
    /// The interval after which one more is permitted, in milliseconds; at least 1.
    public let interval: Int64

    /// Creates a limit. A value that is too low becomes the lowest.
    public init(burst: Int, interval: Duration) {
        self.burst = max(1, burst)
        self.interval = max(1, Int64(interval / .milliseconds(1)))
    }
}

#endif
