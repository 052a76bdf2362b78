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
    }

    private struct Ticket: Hashable, Sendable {
        var topic: Topic
        var number: Int
    }

    private struct Waiter {
        var isNotified = false
        var continuation: CheckedContinuation<Void, Never>?
    }

    private struct State {
        var waiters: [Topic: [Int: Waiter]] = [:]
        var count = 0
        var nextNumber = 0
        var isShutDown = false
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Creates a notifier. Beyond `capacity` concurrent waiters, calls return without waiting.
    init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// The number of waiters.
    var waiterCount: Int { state.withLock { $0.count } }

    /// Wakes up everything that waits for the topic.
    func notify(_ topic: Topic) {
        let continuations = state.withLock { state in
            let waiters = state.waiters[topic] ?? [:]
            for number in waiters.keys {
                state.waiters[topic]?[number]?.isNotified = true
                state.waiters[topic]?[number]?.continuation = nil
            }
            return waiters.values.compactMap(\.continuation)
        }
        for continuation in continuations { continuation.resume() }
    }

    /// Ends all waits, also future ones, for the end of the service.
    func shutDown() {
        let topics = state.withLock { state in
            state.isShutDown = true
            return Array(state.waiters.keys)
        }
        for topic in topics { notify(topic) }
    }

    /// Reads a value, and again after each notification, until it is settled or `limit` has passed; returns the last value.
    ///
    /// - Throws: `CancellationError` if the task is cancelled; whatever `read` throws.
    func wait<Value: Sendable>(
        for topic: Topic, atMost limit: Duration, read: () async throws -> (value: Value, isSettled: Bool)
    ) async throws -> Value {
        let ticket = subscribe(topic)
        defer { if let ticket { unsubscribe(ticket) } }
        let deadline = ContinuousClock.now + limit
        while true {
            let (value, isSettled) = try await read()
            let remaining = deadline - .now
            guard !isSettled, remaining > .zero, let ticket, !state.withLock(\.isShutDown) else { return value }
            await wait(for: ticket, atMost: remaining)
            try Task.checkCancellation()
        }
    }
}

extension ChangeNotifier {
    private func subscribe(_ topic: Topic) -> Ticket? {
        state.withLock { state in
            guard state.count < capacity, !state.isShutDown else { return nil }
            state.count += 1
            state.nextNumber += 1
            state.waiters[topic, default: [:]][state.nextNumber] = Waiter()
            return Ticket(topic: topic, number: state.nextNumber)
        }
    }

    private func unsubscribe(_ ticket: Ticket) {
        state.withLock { state in
            state.count -= 1
            state.waiters[ticket.topic]?[ticket.number] = nil
            if state.waiters[ticket.topic]?.isEmpty == true { state.waiters[ticket.topic] = nil }
        }
    }

    private func wait(for ticket: Ticket, atMost limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.suspend(ticket) }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func suspend(_ ticket: Ticket) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNotified = state.withLock { state in
                    guard var waiter = state.waiters[ticket.topic]?[ticket.number] else { return true }
                    let isNotified = waiter.isNotified || state.isShutDown
                    waiter.isNotified = false
                    waiter.continuation = isNotified ? nil : continuation
                    state.waiters[ticket.topic]?[ticket.number] = waiter
                    return isNotified
                }
                if isNotified { continuation.resume() }
            }
        } onCancel: {
            release(ticket)
        }
    }

    /// Wakes up one waiter; if it does not wait yet, it will not.
    private func release(_ ticket: Ticket) {
        let continuation = state.withLock { state in
            let continuation = state.waiters[ticket.topic]?[ticket.number]?.continuation
            state.waiters[ticket.topic]?[ticket.number]?.continuation = nil
            state.waiters[ticket.topic]?[ticket.number]?.isNotified = true
            return continuation
        }
        continuation?.resume()
    }
}

#endif
