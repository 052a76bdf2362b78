/// The time that several transfers for one request may take together.
struct TimeBudget {
    private let total: Duration
    private let now: @Sendable () -> Duration
    private let start: Duration

    init(_ total: Duration, now: @escaping @Sendable () -> Duration) {
        self.total = total
        self.now = now
        start = now()
    }

    /// What is left of it; zero or less when it is used up.
    var remaining: Duration { total - (now() - start) }

    /// Time that only ever goes on.
    static let monotonicNow: @Sendable () -> Duration = {
        let origin = ContinuousClock.now
        return { origin.duration(to: .now) }
    }()
}
