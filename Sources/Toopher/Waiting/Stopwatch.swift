internal import HTTPExchange

/// Any clock, reduced to the time since the start.
struct Stopwatch: Sendable {
    /// The time since the start.
    let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// Starts.
    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }

    /// Returns at that time since the start, or at once if it is over.
    ///
    /// - Throws: ``ToopherError/transport(_:)`` with `cancelled` as soon as the task is cancelled.
    func wait(until time: Duration) async throws(ToopherError) {
        guard !Task.isCancelled else { throw .transport(.cancelled) }
        guard elapsed() < time else { return }
        do { try await sleep(time) } catch { throw .transport(.cancelled) }
    }
}
