/// How often the service is asked while a user has not answered yet.
///
/// First every ``firstInterval``, then ever more rarely, up to every ``longestInterval``: from the start of one question
/// to the start of the next. A service that holds a question open until there is an answer is asked again at once, since
/// that took longer than any interval; how it can is in `docs/waiting.md`.
public struct PollSchedule: Sendable, Hashable {
    /// The first interval; at least 100 ms.
    public let firstInterval: Duration

    /// The longest interval; at least the first.
    public let longestInterval: Duration

    /// By how much each interval is longer than the one before; 1 to 10.
    public let growth: Double

    /// Which part of an interval is left to chance, so that those who wait do not all ask in the same moment; 0 to 0.9.
    public let jitter: Double

    /// How long the service may hold a question open, in whole seconds; 0 to 300. Less than what a proxy on the way
    /// allows: many allow 60 seconds, some 30. Zero asks only for the state.
    public let longestHold: Duration

    /// Makes a schedule; a value outside its bounds is the nearest within.
    public init(
        firstInterval: Duration = .seconds(1), longestInterval: Duration = .seconds(5), growth: Double = 1.5,
        jitter: Double = 0.25, longestHold: Duration = .seconds(25)
    ) {
        self.firstInterval = max(firstInterval, .milliseconds(100))
        self.longestInterval = max(longestInterval, self.firstInterval)
        self.growth = growth.isNaN ? 1 : min(max(growth, 1), 10)
        self.jitter = jitter.isNaN ? 0 : min(max(jitter, 0), 0.9)
        self.longestHold = min(max(longestHold, .zero), .seconds(300))
    }

    /// The interval after that many questions that were answered sooner than it.
    ///
    /// - Parameters:
    ///   - questions: How many; 0 gives the first interval.
    ///   - chance: A number from 0 to 1: how much of the part that is left to chance is taken away.
    public func interval(after questions: Int, chance: Double) -> Duration {
        var interval = firstInterval
        var left = questions
        while left > 0, growth > 1, interval < longestInterval {
            interval = min(interval * growth, longestInterval)
            left -= 1
        }
        return interval * (1 - jitter * min(max(chance, 0), 1))
    }
}
