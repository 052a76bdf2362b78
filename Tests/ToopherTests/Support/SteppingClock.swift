import Synchronization

/// A clock that advances only when a task sleeps, and then to its deadline.
final class SteppingClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex(Instant(offset: .seconds(1000)))

    var now: Instant { state.withLock { $0 } }
    var minimumResolution: Duration { .zero }

    /// The time since the clock was created.
    var elapsed: Duration { Instant(offset: .seconds(1000)).duration(to: now) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { $0 = max($0, deadline) }
    }

    /// Advances the clock.
    func advance(by duration: Duration) {
        state.withLock { $0 = $0.advanced(by: duration) }
    }
}
