#if Service

internal import Platform

/// Something that happens once a number of threads have ended, and that tasks and threads wait for.
final class Event: Sendable {
    private let remaining: Monitor<(threads: Int, waiters: [CheckedContinuation<Void, Never>])>

    /// Creates an event that occurs after so many calls of ``threadEnded()``.
    init(threads: Int) {
        remaining = Monitor((threads, []))
    }

    /// Counts a thread that has ended; returns whether it was the last.
    @discardableResult
    func threadEnded() -> Bool {
        let (isLast, waiters) = remaining.withLock { state in
            state.threads -= 1
            guard state.threads <= 0 else { return (false, [] as [CheckedContinuation<Void, Never>]) }
            defer { state.waiters = [] }
            return (true, state.waiters)
        }
        remaining.broadcast()
        for waiter in waiters { waiter.resume() }
        return isLast
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let hasOccurred = remaining.withLock { state in
                if state.threads > 0 { state.waiters.append(continuation) }
                return state.threads <= 0
            }
            if hasOccurred { continuation.resume() }
        }
    }

    /// Blocks the calling thread.
    func waitBlocking() {
        _ = remaining.wait { $0.threads <= 0 ? true : nil }
    }
}

#endif
