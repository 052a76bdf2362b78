#if Service

internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Ends waits at their deadlines, up to a tenth of a second late: one timer for all, and adding and removing at the cost of a
/// look in a table.
final class WaitTimers: Sendable, NIOScheduledCallbackHandler {
    /// The tenth of a second in which a waiter is to end.
    typealias Tick = Int64

    private struct State {
        var waiters: [Tick: [ObjectIdentifier: Waiter]] = [:]
        var isTicking = false
    }

    private static let tick = TimeAmount.milliseconds(100)
    private let state = Mutex(State())
    private let loop: any EventLoop

    /// Creates timers that an event loop runs.
    init(loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.any()) {
        self.loop = loop
    }

    /// Has a waiter expire; returns what ``remove(_:_:)`` needs.
    func add(_ waiter: Waiter, after limit: Duration) -> Tick {
        let tick = Self.tick(of: loop.now + TimeAmount(limit)) + 1
        let mustStart = state.withLock { state in
            state.waiters[tick, default: [:]][ObjectIdentifier(waiter)] = waiter
            defer { state.isTicking = true }
            return !state.isTicking
        }
        if mustStart { schedule() }
        return tick
    }

    /// Forgets a waiter.
    func remove(_ waiter: Waiter, _ tick: Tick) {
        state.withLock { state in
            state.waiters[tick]?[ObjectIdentifier(waiter)] = nil
            if state.waiters[tick]?.isEmpty == true { state.waiters[tick] = nil }
        }
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        let now = Self.tick(of: loop.now)
        let (due, goesOn) = state.withLock { state in
            let ticks = state.waiters.keys.filter { $0 <= now }
            let due = ticks.flatMap { state.waiters.removeValue(forKey: $0).map { Array($0.values) } ?? [] }
            state.isTicking = !state.waiters.isEmpty
            return (due, state.isTicking)
        }
        if goesOn { schedule() }
        for waiter in due { waiter.expire() }
    }

    private func schedule() {
        // Fails only at the end of the process.
        _ = try? loop.scheduleCallback(in: Self.tick, handler: self)
    }

    private static func tick(of time: NIODeadline) -> Tick {
        Tick(time.uptimeNanoseconds / UInt64(tick.nanoseconds))
    }
}

#endif
