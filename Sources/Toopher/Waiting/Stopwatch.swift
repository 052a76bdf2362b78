internal import HTTPExchange

/// A clock that counts from zero.
struct Stopwatch: Sendable {
    /// Returns the time since the start.
    let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// Creates and starts a stopwatch.
    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }

    /// Waits until a time since the start.
    ///
    /// - Throws: ``ToopherError/transport(_:)`` with `cancelled` when the task is cancelled.
    func wait(until time: Duration) async throws(ToopherError) {
        guard !Task.isCancelled else { throw .transport(.cancelled) }
        guard elapsed() < time else { return }
        do { try await sleep(time) } catch { throw .transport(.cancelled) }
    }
}
