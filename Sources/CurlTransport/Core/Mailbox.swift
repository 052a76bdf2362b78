/// One transfer as the agent receives it.
struct Transfer: Sendable {
    let id: UInt64
    let request: PreparedRequest
    let options: TransferOptions
    /// What is demanded of the server.
    let connection: ConnectionSettings
    let completion: Completion
    /// Where the body goes; nil if it is gathered.
    let pipe: BodyPipe?
}

/// What other threads ask of the agent.
enum Message: Sendable {
    case execute(Transfer)
    case cancel(id: UInt64)
    /// A paused transfer may go on: there is room for the response body, or more of the request body.
    case resume(id: UInt64)
}

/// The way into the agent thread, and the only state that it shares with other threads.
///
/// `wake` ends the agent's wait. It is called only under the lock, and taken away under the lock before the agent frees
/// what `wake` refers to: so the two never meet.
final class Mailbox: Sendable {
    private enum Phase { case open, closing, stopped }

    private struct State {
        var phase = Phase.open
        var messages: [Message] = []
        var wake: (@Sendable () -> Void)?
        var isWakePending = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func wakeAgent() {
            guard !isWakePending else { return }
            isWakePending = true
            wake?()
        }
    }

    private let state: Lock<State>

    init(wake: @escaping @Sendable () -> Void) {
        state = Lock(State(wake: wake))
    }

    /// Leaves a message and wakes the agent. Returns false, leaving nothing, once closing has begun.
    @discardableResult
    func post(_ message: Message) -> Bool {
        state.withLock {
            guard $0.phase == .open else { return false }
            $0.messages.append(message)
            $0.wakeAgent()
            return true
        }
    }

    /// Asks the agent to end everything. Later messages are refused.
    func beginClosing() {
        state.withLock {
            guard $0.phase == .open else { return }
            $0.phase = .closing
            $0.wakeAgent()
        }
    }

    /// Suspends until the agent has ended.
    func waitUntilStopped() async {
        await withCheckedContinuation { continuation in
            let hasStopped = state.withLock {
                if $0.phase != .stopped { $0.closers.append(continuation) }
                return $0.phase == .stopped
            }
            if hasStopped { continuation.resume() }
        }
    }

    /// For the agent: everything posted since the last call, and whether it must end.
    func take() -> (messages: [Message], isClosing: Bool) {
        state.withLock {
            let messages = $0.messages
            $0.messages = []
            $0.isWakePending = false
            return (messages, $0.phase != .open)
        }
    }

    /// For the agent: no wake-up will come any more.
    func retireWake() {
        state.withLock { $0.wake = nil }
    }

    /// For the agent: everything is freed.
    func announceStopped() {
        let closers = state.withLock {
            $0.phase = .stopped
            let closers = $0.closers
            $0.closers = []
            return closers
        }
        for closer in closers { closer.resume() }
    }
}
