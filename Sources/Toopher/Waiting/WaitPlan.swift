internal import HTTPExchange

/// When to poll, and when to stop: a wait without its clock and its network.
///
/// All times count from the start of the wait.
struct WaitPlan: Sendable {
    /// One request to the service.
    struct Poll: Equatable {
        /// How long the service may hold the request, in seconds; `nil` for a request without long polling.
        let hold: Int?
        /// The time until the end of the wait.
        let timeout: Duration
    }

    /// The outcome of a poll.
    enum Outcome {
        case pending
        case failed(ToopherError)
    }

    private let timeout: Duration
    private let schedule: PollSchedule
    private var quickPolls = 0
    private var mayHold = true
    private var wasHeld = false

    /// The error of the last poll if it failed: the user's decision is then unknown.
    private(set) var lastFailure: ToopherError?

    /// Creates a plan.
    init(timeout: Duration, schedule: PollSchedule) {
        self.timeout = timeout
        self.schedule = schedule
    }

    /// Returns the poll at a time; `nil` if it is too late.
    mutating func poll(at time: Duration) -> Poll? {
        guard time < timeout else { return nil }
        let room = min(schedule.maximumHold, lastStart - time).components.seconds
        wasHeld = mayHold && room >= 1
        return Poll(hold: wasHeld ? Int(room) : nil, timeout: timeout - time)
    }

    /// Returns the time of the first poll; `nil` if the timeout is not positive.
    func first() -> Duration? {
        timeout > .zero ? .zero : nil
    }

    /// Returns the time of the next poll; `nil` after the last one.
    ///
    /// - Parameters:
    ///   - outcome: The outcome of the last poll.
    ///   - start: When the last poll began.
    ///   - end: When it ended, which is now.
    ///   - chance: A random number from 0 to 1.
    /// - Throws: The error of the poll if another one cannot help, or not within the timeout.
    mutating func next(
        after outcome: Outcome, start: Duration, end: Duration, chance: Double
    ) throws(ToopherError) -> Duration? {
        let interval = schedule.interval(after: quickPolls, chance: chance)
        quickPolls = end - start < interval ? quickPolls + 1 : 0
        switch outcome {
        case .pending:
            lastFailure = nil
            return scheduled(max(end, start + interval), now: end)
        case .failed(let error):
            return try next(after: error, interval: interval, now: end)
        }
    }

    /// The latest start of a poll: a later one would have its response after the deadline.
    private var lastStart: Duration {
        timeout - min(.seconds(1), timeout / 10)
    }

    private mutating func next(
        after error: ToopherError, interval: Duration, now: Duration
    ) throws(ToopherError) -> Duration? {
        // 400 may be about the unknown parameter `wait` only.
        if wasHeld, error.status == 400 {
            mayHold = false
            return scheduled(now, now: now)
        }
        guard error.isTransient else { throw error }
        // The end of the wait cut this poll off; the service did not fail.
        if case .transport(.timedOut) = error, now >= lastStart { return nil }
        lastFailure = error
        if let retryAfter = error.retryAfter {
            guard now + retryAfter < lastStart else { throw error }
            return min(now + max(retryAfter, interval), lastStart)
        }
        // A proxy may not permit a request that is held that long.
        mayHold = mayHold && !wasHeld
        return scheduled(now + interval, now: now)
    }

    private func scheduled(_ time: Duration, now: Duration) -> Duration? {
        now < lastStart ? min(time, lastStart) : nil
    }
}
