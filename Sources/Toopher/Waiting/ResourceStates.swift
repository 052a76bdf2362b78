/// The states of something that a user has yet to answer: the one it is in, and each that it changes to.
///
/// Ends after the answer, or when the time is over. Cancelling the task ends it at once, with
/// ``ToopherError/transport(_:)`` and `cancelled`. Each iteration is a wait of its own.
public struct ResourceStates<Resource: ToopherResource>: AsyncSequence, Sendable {
    /// A state.
    public typealias Element = Resource
    /// What a wait can end with.
    public typealias Failure = ToopherError

    let wait: Wait<Resource>

    /// Starts to wait; the time counts from the first call of `next`.
    public func makeAsyncIterator() -> Iterator {
        Iterator(wait: wait)
    }

    /// One wait.
    public struct Iterator: AsyncIteratorProtocol {
        private let wait: Wait<Resource>
        private var plan: WaitPlan
        private var known: Resource?
        private var stopwatch: Stopwatch?
        /// The last question and what came of it, until it is decided when to ask again.
        private var last: (outcome: WaitPlan.Outcome, askedAt: Duration, now: Duration)?
        private var isOver = false

        fileprivate init(wait: Wait<Resource>) {
            self.wait = wait
            plan = WaitPlan(limit: wait.limit, schedule: wait.schedule)
        }

        /// The next state; nil after the last one.
        ///
        /// - Throws: ``ToopherError``: the service's refusal, or what came of the last question when time was over.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(ToopherError) -> Resource? {
            guard !isOver else { return nil }
            do throws(ToopherError) {
                let state = try await advance()
                isOver = state.map { !$0.isPending } ?? true
                return state?.resource
            } catch {
                isOver = true
                throw error
            }
        }

        private mutating func advance(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(ToopherError) -> State? {
            guard let known, let stopwatch else {
                stopwatch = Stopwatch(wait.clock)
                known = wait.start
                return State(resource: wait.start, isPending: wait.isPending(wait.start))
            }
            while let time = try nextTime() {
                try await stopwatch.wait(until: time)
                let askedAt = stopwatch.elapsed()
                guard let question = plan.question(at: askedAt) else { break }
                do throws(ToopherError) {
                    let answer = try await wait.ask(question)
                    last = (.pending, askedAt, stopwatch.elapsed())
                    if wait.isSameState(known, answer) { continue }
                    self.known = answer
                    return State(resource: answer, isPending: wait.isPending(answer))
                } catch {
                    last = (.failed(error), askedAt, stopwatch.elapsed())
                }
            }
            if let failure = plan.lastFailure { throw failure }
            return nil
        }

        private mutating func nextTime() throws(ToopherError) -> Duration? {
            guard let last else { return plan.first() }
            return try plan.next(
                after: last.outcome, askedAt: last.askedAt, now: last.now, chance: Double.random(in: 0...1))
        }

        private struct State {
            let resource: Resource
            let isPending: Bool
        }
    }
}

/// What a wait needs to know about what it waits for.
struct Wait<Resource: Sendable>: Sendable {
    let start: Resource
    let limit: Duration
    let schedule: PollSchedule
    let clock: any Clock<Duration>
    let ask: @Sendable (WaitPlan.Question) async throws(ToopherError) -> Resource
    let isPending: @Sendable (Resource) -> Bool
    let isSameState: @Sendable (Resource, Resource) -> Bool
}
