internal import HTTPExchange
internal import Platform

/// The outcome of one transfer: settled once and delivered once, in either order.
///
/// The agent, the cancellation handler and ``CurlTransport/close()`` may try to settle it concurrently.
final class Completion: Sendable {
    typealias Outcome = Result<RawResponse, TransportError>

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
        case delivered
    }

    private let state = Lock(State.open)

    /// Whether the outcome is known, so that a transfer that has not started need not start.
    var isSettled: Bool {
        state.withLock {
            switch $0 {
            case .open, .awaited: false
            case .settled, .delivered: true
            }
        }
    }

    /// Resumes `continuation` with the outcome, now or once it is known. To be called once.
    func deliver(to continuation: CheckedContinuation<Outcome, Never>) {
        let known: Outcome? = state.withLock {
            guard case .settled(let outcome) = $0 else {
                $0 = .awaited(continuation)
                return nil
            }
            $0 = .delivered
            return outcome
        }
        if let known { continuation.resume(returning: known) }
    }

    /// Settles the outcome; later calls have no effect. The continuation is resumed outside the lock.
    func settle(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock {
            switch $0 {
            case .open:
                $0 = .settled(outcome)
                return nil
            case .awaited(let continuation):
                $0 = .delivered
                return continuation
            case .settled, .delivered:
                return nil
            }
        }
        waiting?.resume(returning: outcome)
    }
}
