internal import Platform
internal import Synchronization

/// The way into the agent thread, and the only state that it shares with other threads.
///
/// `wake` ends the agent's wait. It is called outside the lock, where the agent that it wakes would only find the lock
/// taken, and is counted: the agent frees what `wake` refers to when no call can come any more and none is under way.
final class Mailbox: Sendable {
    private enum Phase { case open, closing, stopped }

    private struct State {
        var phase = Phase.open
        var messages: [Message] = []
        var jobs: [UnownedJob] = []
        var wake: (@Sendable () -> Void)?
        /// Whether the agent waits, or is about to, and nobody has called `wake` since.
        var mustWake = false
        var closers: [CheckedContinuation<Void, Never>] = []

        /// What the caller has to do after the lock is given up.
        mutating func takeWake() -> (@Sendable () -> Void)? {
            defer { mustWake = false }
            return mustWake ? wake : nil
        }
    }

    private let state: Lock<State>
    private let wakesUnderWay = Atomic<Int>(0)

    init(wake: @escaping @Sendable () -> Void) {
        state = Lock(State(wake: wake))
    }

    /// Leaves a message and wakes the agent. Returns false, leaving nothing, once closing has begun.
    @discardableResult
    func post(_ message: Message) -> Bool {
        change { state in
            guard state.phase == .open else { return false }
            state.messages.append(message)
            return true
        }
    }

    /// Leaves a job for the agent's thread and wakes the agent. Returns false, leaving nothing, once the agent has ended.
    func post(_ job: UnownedJob) -> Bool {
        change { state in
            guard state.phase != .stopped else { return false }
            state.jobs.append(job)
            return true
        }
    }

    /// Asks the agent to end everything. Later messages are refused.
    func beginClosing() {
        _ = change { state in
            guard state.phase == .open else { return false }
            state.phase = .closing
            return true
        }
    }

    /// Changes the state and, if that is news, sees to it that the agent learns of it.
    private func change(_ body: (inout State) -> Bool) -> Bool {
        let (isNews, wake) = state.withLock { state in
            let isNews = body(&state)
            let wake = isNews ? state.takeWake() : nil
            if wake != nil { wakesUnderWay.add(1, ordering: .relaxed) }
            return (isNews, wake)
        }
        if let wake {
            wake()
            wakesUnderWay.subtract(1, ordering: .releasing)
        }
        return isNews
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

    // MARK: For the agent

    /// The messages that were posted since the last call, and whether the agent must end.
    func takeMessages() -> (messages: [Message], isClosing: Bool) {
        state.withLock { state in
            state.mustWake = false
            defer { state.messages = [] }
            return (state.messages, state.phase != .open)
        }
    }

    /// The jobs that were posted since the last call.
    func takeJobs() -> [UnownedJob] {
        state.withLock { state in
            state.mustWake = false
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    /// Whether the agent may wait: nothing was left behind, and whatever comes will wake it.
    func prepareToWait() -> Bool {
        state.withLock {
            guard $0.messages.isEmpty, $0.jobs.isEmpty, $0.phase == .open else { return false }
            $0.mustWake = true
            return true
        }
    }

    /// No wake-up will come any more, and none is under way.
    func retireWake() {
        state.withLock { $0.wake = nil }
        // Each is a system call that does not wait, made by a thread that is out of the lock already.
        while wakesUnderWay.load(ordering: .acquiring) > 0 {}
    }

    /// Everything is freed. Returns the jobs that nobody will run here.
    func announceStopped() -> [UnownedJob] {
        let (closers, jobs) = state.withLock { state in
            state.phase = .stopped
            defer { (state.closers, state.jobs) = ([], []) }
            return (state.closers, state.jobs)
        }
        for closer in closers { closer.resume() }
        return jobs
    }
}
