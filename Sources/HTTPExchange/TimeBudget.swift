/// The time that all transfers for one request share.
struct TimeBudget {
    private let total: Duration
    private let now: @Sendable () -> Duration
    private let start: Duration

    /// Creates a budget that begins now.
    init(_ total: Duration, now: @escaping @Sendable () -> Duration) {
        self.total = total
        self.now = now
        start = now()
    }

    /// Monotonic time since its first use.
    static let monotonicNow: @Sendable () -> Duration = {
        let origin = ContinuousClock.now
        return { origin.duration(to: .now) }
    }()

    /// The remaining time; zero or less once it is used up.
    var remaining: Duration { total - (now() - start) }
}
