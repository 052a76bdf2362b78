internal import HTTPExchange

/// When to ask next, and when to stop: the whole of a wait but its clock and its network.
///
/// All times are counted from the start of the wait.
struct WaitPlan: Sendable {
    /// What to say to the service.
    struct Question: Equatable {
        /// For how many seconds the service may hold the question open; nil to ask for the state only.
        let hold: Int?
        /// How long there may be no reply.
        let limit: Duration
    }

    /// What came of a question.
    enum Outcome {
        case pending
        case failed(ToopherError)
    }

    private let limit: Duration
    private let schedule: PollSchedule
    private var quickQuestions = 0
    private var mayHold = true
    private var wasHeld = false

    /// The error of the last question, when it failed: then nobody knows what the user has answered.
    private(set) var lastFailure: ToopherError?

    init(limit: Duration, schedule: PollSchedule) {
        self.limit = limit
        self.schedule = schedule
    }

    /// No question is asked later: the reply would come behind the deadline.
    private var lastUseful: Duration {
        limit - min(.seconds(1), limit / 10)
    }

    /// What to ask at that time; nil when it is too late.
    mutating func question(at time: Duration) -> Question? {
        guard time < limit else { return nil }
        let room = min(schedule.longestHold, lastUseful - time).components.seconds
        wasHeld = mayHold && room >= 1
        return Question(hold: wasHeld ? Int(room) : nil, limit: limit - time)
    }

    /// When to ask for the first time; nil when there is no time at all.
    func first() -> Duration? {
        limit > .zero ? .zero : nil
    }

    /// When to ask again; nil when the time is over.
    ///
    /// - Parameters:
    ///   - outcome: What came of the last question.
    ///   - askedAt: When it was asked.
    ///   - now: When it had come.
    ///   - chance: A number from 0 to 1.
    /// - Throws: The question's own error, when asking again cannot help, or not before the time is over.
    mutating func next(
        after outcome: Outcome, askedAt: Duration, now: Duration, chance: Double
    ) throws(ToopherError) -> Duration? {
        let interval = schedule.interval(after: quickQuestions, chance: chance)
        quickQuestions = now - askedAt < interval ? quickQuestions + 1 : 0
        switch outcome {
        case .pending:
            lastFailure = nil
            return scheduled(max(now, askedAt + interval), now: now)
        case .failed(let error):
            return try next(after: error, interval: interval, now: now)
        }
    }

    private mutating func next(
        after error: ToopherError, interval: Duration, now: Duration
    ) throws(ToopherError) -> Duration? {
        // A service that is strict about parameters it does not know has not refused the question itself.
        if wasHeld, error.status == 400 {
            mayHold = false
            return scheduled(now, now: now)
        }
        guard error.isTransient else { throw error }
        // The deadline cut the question off: that says nothing about the service.
        if case .transport(.timedOut) = error, now >= lastUseful { return nil }
        lastFailure = error
        if let retryAfter = error.retryAfter {
            guard now + retryAfter < lastUseful else { throw error }
            return min(now + max(retryAfter, interval), lastUseful)
        }
        // Perhaps something on the way does not let a question be held that long.
        mayHold = mayHold && !wasHeld
        return scheduled(now + interval, now: now)
    }

    private func scheduled(_ time: Duration, now: Duration) -> Duration? {
        now < lastUseful ? min(time, lastUseful) : nil
    }
}
