/// The states of a resource until its user has decided: the current one and each change.
///
/// The sequence ends after the decision or the timeout. When the task is cancelled, it throws
/// ``ToopherError/transport(_:)`` with `cancelled`. Each iteration waits anew.
public struct ResourceStates<Resource: ToopherResource>: AsyncSequence, Sendable {
    /// A state.
    public typealias Element = Resource
    /// The error of a wait.
    public typealias Failure = ToopherError

    let wait: Wait<Resource>

    /// Creates an iterator. Its timeout begins with the first call of `next`.
    public func makeAsyncIterator() -> Iterator {
        Iterator(wait: wait)
    }

    /// An iterator that polls the service.
    public struct Iterator: AsyncIteratorProtocol {
        private struct State {
            let resource: Resource
            let isPending: Bool
        }

        private let wait: Wait<Resource>
        private var plan: WaitPlan
        private var known: Resource?
        private var stopwatch: Stopwatch?
        // The last poll, until its successor is scheduled.
        private var last: (outcome: WaitPlan.Outcome, start: Duration, end: Duration)?
        private var isOver = false

        fileprivate init(wait: Wait<Resource>) {
            self.wait = wait
            plan = WaitPlan(timeout: wait.timeout, schedule: wait.schedule)
        }

        /// Returns the next state; `nil` after the last one.
        ///
        /// - Throws: ``ToopherError``: the service's refusal, or the error of the last poll before the timeout.
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
                let start = stopwatch.elapsed()
                guard let poll = plan.poll(at: start) else { break }
                do throws(ToopherError) {
                    let resource = try await wait.poll(poll)
                    last = (.pending, start, stopwatch.elapsed())
                    if wait.isSameState(known, resource) { continue }
                    self.known = resource
                    return State(resource: resource, isPending: wait.isPending(resource))
                } catch {
                    last = (.failed(error), start, stopwatch.elapsed())
                }
            }
            if let failure = plan.lastFailure { throw failure }
            return nil
        }

        private mutating func nextTime() throws(ToopherError) -> Duration? {
            guard let last else { return plan.first() }
            return try plan.next(
                after: last.outcome, start: last.start, end: last.end, chance: Double.random(in: 0...1))
        }
    }
}
