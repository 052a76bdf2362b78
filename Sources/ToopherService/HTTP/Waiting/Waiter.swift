#if Service

internal import Synchronization

/// One request that waits. It is notified any number of times, and ends once: at its deadline, with its connection, or with
/// the service.
///
/// One object, without a task of its own: ten thousand of them must be cheap.
final class Waiter: Sendable {
    /// Why a wait goes on or ends.
    enum Event: Sendable { case notified, expired, abandoned }

    private struct State {
        var isNotified = false
        var end: Event?
        var continuation: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the waiter, so that it looks again.
    func notify() { change { $0.isNotified = true } }

    /// Ends the wait with a last look.
    func expire() { change { $0.end = $0.end ?? .expired } }

    /// Ends the wait of a client that is gone.
    func abandon() { change { $0.end = .abandoned } }

    /// Suspends until there is an event. After the end there are only ends.
    func next() async -> Event {
        await withCheckedContinuation { continuation in
            change { $0.continuation = continuation }
        }
        return state.withLock { state in
            state.isNotified = false
            return state.end ?? .notified
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let continuation = state.withLock { state in
            body(&state)
            guard state.isNotified || state.end != nil else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume()
    }
}

#endif
