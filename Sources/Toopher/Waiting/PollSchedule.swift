/// How often the service is polled while a user has not decided.
///
/// Intervals count from the start of one request to the start of the next. They grow from ``initialInterval`` to
/// ``maximumInterval``. A service that supports long polling holds each request until there is a decision; the next one
/// follows immediately, since the hold took longer than any interval. `docs/waiting.md` describes the parameter.
public struct PollSchedule: Sendable, Hashable {
    /// The first interval; at least 100 ms.
    public let initialInterval: Duration

    /// The longest interval; at least the first.
    public let maximumInterval: Duration

    /// The factor by which each interval is longer than the one before; 1 to 10.
    public let growth: Double

    /// The random part of an interval, so that waiting clients do not all send at the same moment; 0 to 0.9.
    public let jitter: Double

    /// How long the service may hold a request; 0 to 300 seconds, of which the fraction of a second is dropped.
    ///
    /// It must be less than the timeouts of the proxies before the service: many have 60 seconds, some 30. Zero
    /// disables long polling.
    public let maximumHold: Duration

    /// Creates a schedule. A value outside its range becomes the nearest one within.
    public init(
        initialInterval: Duration = .seconds(1), maximumInterval: Duration = .seconds(5), growth: Double = 1.5,
        jitter: Double = 0.25, maximumHold: Duration = .seconds(25)
    ) {
        self.initialInterval = max(initialInterval, .milliseconds(100))
        self.maximumInterval = max(maximumInterval, self.initialInterval)
        self.growth = growth.isNaN ? 1 : min(max(growth, 1), 10)
        self.jitter = jitter.isNaN ? 0 : min(max(jitter, 0), 0.9)
        self.maximumHold = min(max(maximumHold, .zero), .seconds(300))
    }

    /// Returns the interval after a number of requests.
    ///
    /// - Parameters:
    ///   - requests: How many requests had a response sooner than their interval; 0 gives the first interval.
    ///   - chance: A random number from 0 to 1: how much of the random part is subtracted.
    public func interval(after requests: Int, chance: Double) -> Duration {
        var interval = initialInterval
        var remaining = requests
        while remaining > 0, growth > 1, interval < maximumInterval {
            interval = min(interval * growth, maximumInterval)
            remaining -= 1
        }
        return interval * (1 - jitter * min(max(chance, 0), 1))
    }
}
