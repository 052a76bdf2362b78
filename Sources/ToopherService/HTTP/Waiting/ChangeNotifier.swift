#if Service

internal import Synchronization

/// Notifies waiting requests of changes: phones of pending decisions, pages and requesters of decisions.
///
/// A waiter subscribes before it reads the state, so it misses no change between reading and waiting.
final class ChangeNotifier: Sendable {
    enum Topic: Hashable, Sendable {
        /// A decision is pending on this device.
        case device(id: String)
        /// This authentication request has been decided.
        case authenticationRequest(id: String)
        /// This pairing has been decided.
        case pairing(id: String)
        /// Any of these has changed.
        case anything
    }

    private struct State {
        var waiters: [Topic: [ObjectIdentifier: Waiter]] = [:]
        var counts: WaiterCounts
        var isShutDown = false
    }

    private let state: Mutex<State>
    private let counters: LimitCounters?
    private let timers = WaitTimers()

    /// Creates a notifier. Beyond the limits, calls return without waiting.
    init(limits: WaitLimits = WaitLimits(), counting counters: LimitCounters? = nil) {
        self.counters = counters
        state = Mutex(State(counts: WaiterCounts(limits)))
    }

    /// The number of waiters.
    var waiterCount: Int { state.withLock { $0.counts.total } }

    /// Whether the service ends.
    var isShutDown: Bool { state.withLock { $0.isShutDown } }

    /// Wakes up everything that waits for the topic.
    func notify(_ topic: Topic) {
        let waiters = state.withLock { state in
            var found = state.waiters[topic].map { Array($0.values) } ?? []
            if let all = state.waiters[.anything] { found += all.values }
            return found
        }
        for waiter in waiters { waiter.notify() }
    }

    /// Wakes up all who wait: changes may have been missed.
    func notifyAll() {
        let waiters = state.withLock { state in state.waiters.values.flatMap(\.values) }
        for waiter in waiters { waiter.notify() }
    }

    /// Ends all waits, also future ones, for the end of the service.
    func shutDown() {
        let waiters = state.withLock { state in
            state.isShutDown = true
            return state.waiters.values.flatMap(\.values)
        }
        for waiter in waiters { waiter.expire() }
    }

    /// Reads a value, and again after each notification, until it is settled or `limit` has passed; returns the last value.
    ///
    /// The wait ends with the connection too, without another look.
    ///
    /// - Parameter others: Further topics that end the wait.
    /// - Throws: `CancellationError` if the task is cancelled; whatever `read` throws.
    func wait<Value: Sendable>(
        for topic: Topic, or others: [Topic] = [], by owner: WaiterCounts.Owner, atMost limit: Duration,
        on connection: ClientConnection? = nil, read: () async throws -> (value: Value, isSettled: Bool)
    ) async throws -> Value {
        let topics = [topic] + others
        guard limit > .zero, let waiter = subscribe(topics, owner) else { return try await read().value }
        defer { unsubscribe(waiter, topics, owner) }
        let timer = timers.add(waiter, after: limit)
        defer { timers.remove(waiter, timer) }
        connection?.whenEnded { waiter.abandon() }
        defer { connection?.forget() }
        return try await withTaskCancellationHandler {
            var (value, isSettled) = try await read()
            while !isSettled {
                let event = await waiter.next()
                try Task.checkCancellation()
                if event == .abandoned { break }
                (value, isSettled) = try await read()
                if event == .expired { break }
            }
            return value
        } onCancel: {
            waiter.abandon()
        }
    }

    private func subscribe(_ topics: [Topic], _ owner: WaiterCounts.Owner) -> Waiter? {
        let (waiter, isRefused) = state.withLock { state -> (Waiter?, Bool) in
            guard !state.isShutDown else { return (nil, false) }
            guard state.counts.take(owner) else { return (nil, true) }
            let waiter = Waiter()
            for topic in topics { state.waiters[topic, default: [:]][ObjectIdentifier(waiter)] = waiter }
            return (waiter, false)
        }
        if isRefused { counters?.count(.waits) }
        return waiter
    }

    private func unsubscribe(_ waiter: Waiter, _ topics: [Topic], _ owner: WaiterCounts.Owner) {
        state.withLock { state in
            state.counts.release(owner)
            for topic in topics {
                state.waiters[topic]?[ObjectIdentifier(waiter)] = nil
                if state.waiters[topic]?.isEmpty == true { state.waiters[topic] = nil }
            }
        }
    }
}

#endif
