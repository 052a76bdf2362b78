internal import Platform
internal import Synchronization

/// The queue of messages to the agent, and the only state that it shares with other threads.
///
/// `wake` ends the agent's wait. It is called outside the lock, so that the agent does not wake up only to wait for the
/// lock. Calls are counted: the agent frees what `wake` refers to once no call is in progress and none can follow.
final class Mailbox: Sendable {
    private enum Phase { case open, closing, stopped }

    private struct State {
        var phase = Phase.open
        var messages: [Message] = []
        var jobs: [UnownedJob] = []
        var wake: (@Sendable () -> Void)?
        /// Whether the agent waits, or is about to, and `wake` has not been called since.
        var mustWake = false
        var closers: [CheckedContinuation<Void, Never>] = []

        /// Returns what the caller has to call after it has released the lock.
        mutating func takeWake() -> (@Sendable () -> Void)? {
            defer { mustWake = false }
            return mustWake ? wake : nil
        }
    }

    private let state: Lock<State>
    private let wakesInProgress = Atomic<Int>(0)

    init(wake: @escaping @Sendable () -> Void) {
        state = Lock(State(wake: wake))
    }

    /// Posts a message and wakes the agent. Returns `false` and posts nothing once closing has begun.
    @discardableResult
    func post(_ message: Message) -> Bool {
        change { state in
            guard state.phase == .open else { return false }
            state.messages.append(message)
            return true
        }
    }

    /// Posts a job for the agent's thread and wakes the agent. Returns `false` and posts nothing once the agent has ended.
    func post(_ job: UnownedJob) -> Bool {
        change { state in
            guard state.phase != .stopped else { return false }
            state.jobs.append(job)
            return true
        }
    }

    /// Tells the agent to end all transfers. Later messages are refused.
    func beginClosing() {
        _ = change { state in
            guard state.phase == .open else { return false }
            state.phase = .closing
            return true
        }
    }

    /// Changes the state and, if `body` returns `true`, wakes the agent if it waits.
    private func change(_ body: (inout State) -> Bool) -> Bool {
        let (hasChanged, wake) = state.withLock { state in
            let hasChanged = body(&state)
            let wake = hasChanged ? state.takeWake() : nil
            if wake != nil { wakesInProgress.add(1, ordering: .relaxed) }
            return (hasChanged, wake)
        }
        if let wake {
            wake()
            wakesInProgress.subtract(1, ordering: .releasing)
        }
        return hasChanged
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

    /// Returns the messages posted since the last call, and whether the agent must end.
    func takeMessages() -> (messages: [Message], isClosing: Bool) {
        state.withLock { state in
            state.mustWake = false
            defer { state.messages = [] }
            return (state.messages, state.phase != .open)
        }
    }

    /// Returns the jobs posted since the last call.
    func takeJobs() -> [UnownedJob] {
        state.withLock { state in
            state.mustWake = false
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    /// Returns whether the agent may wait: there is nothing to take, and the next post will wake it.
    func prepareToWait() -> Bool {
        state.withLock {
            guard $0.messages.isEmpty, $0.jobs.isEmpty, $0.phase == .open else { return false }
            $0.mustWake = true
            return true
        }
    }

    /// Discards `wake`. Returns once no call of it is in progress.
    func retireWake() {
        state.withLock { $0.wake = nil }
        // Each call is a system call that does not block, by a thread that has already released the lock.
        while wakesInProgress.load(ordering: .acquiring) > 0 {}
    }

    /// Resumes the tasks that wait for the end of the agent. Returns the jobs that did not run.
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
