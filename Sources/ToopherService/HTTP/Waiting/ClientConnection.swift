#if Service

internal import Synchronization

/// What a wait must know of the connection whose request it is for: that its client is gone, or wants something else.
final class ClientConnection: Sendable {
    /// The connection whose requests the current task serves.
    @TaskLocal static var current: ClientConnection?

    private struct State {
        var isEnded = false
        var queuedRequests = 0
        var onEnd: (@Sendable () -> Void)?
        var waitBegan: ContinuousClock.Instant?
        var heldTime = Duration.zero

        var mayWait: Bool { !isEnded && queuedRequests == 0 }
    }

    private let state = Mutex(State())

    /// Whether the client sends no more, or has sent more than is answered.
    var isEnded: Bool { state.withLock { !$0.mayWait } }

    /// The client sends no more: it is gone, or has closed its side.
    func end() {
        change { $0.isEnded = true }
    }

    /// So many requests have arrived behind the current one. They would wait with it, and the end of the connection could
    /// not be seen behind them.
    func queue(_ requests: Int) {
        change { $0.queuedRequests = requests }
    }

    /// Calls `action` once when there is no more reason to wait: immediately, if there is none now.
    func whenEnded(_ action: @escaping @Sendable () -> Void) {
        change { state in
            state.onEnd = action
            state.waitBegan = .now
        }
    }

    /// Forgets the action of ``whenEnded(_:)``.
    func forget() {
        state.withLock { state in
            state.onEnd = nil
            if let began = state.waitBegan { state.heldTime += .now - began }
            state.waitBegan = nil
        }
    }

    /// Returns for how long requests of this connection have waited since the last call.
    func takeHeldTime() -> Duration {
        state.withLock { state in
            defer { state.heldTime = .zero }
            return state.heldTime
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let action = state.withLock { state in
            body(&state)
            guard !state.mayWait else { return nil as (@Sendable () -> Void)? }
            defer { state.onEnd = nil }
            return state.onEnd
        }
        action?()
    }
}

#endif
