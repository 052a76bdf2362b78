#if Service

/// Calls that wait for their turn, in order. Whoever takes a call out of the queue answers it.
final class CallQueue: Sendable {
    private let state = Monitor(CallQueueState())
    private let capacity: Int
    private let timeout: Duration
    private let expiry: @Sendable () -> DatabaseError

    /// Creates an empty queue.
    ///
    /// - Parameter expiry: Returns the error of a call that has waited for `timeout`.
    init(capacity: Int, timeout: Duration, expiry: @escaping @Sendable () -> DatabaseError) {
        self.capacity = capacity
        self.timeout = timeout
        self.expiry = expiry
    }

    var count: Int { state.withLock { $0.calls.count } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Appends a call, or fails it.
    func submit(_ call: Call) {
        let deadline = ContinuousClock.now + timeout
        let (refusal, startsTimer): (DatabaseError?, Bool) = state.withLock { state in
            if state.isClosed { return (.closed, false) }
            if state.calls.count >= capacity {
                return (.overloaded(reason: "\(capacity) calls are waiting"), false)
            }
            state.calls.append(call, deadline)
            defer { state.hasTimer = true }
            return (nil, !state.hasTimer)
        }
        if let refusal { return call.fail(refusal) }
        state.signal()
        // Ends once the queue is empty, so it holds the queue for no longer than the timeout.
        if startsTimer { Task.detached { await self.expireCalls() } }
    }

    /// Waits for a call and takes it; `nil` if the queue is closed and empty.
    func next() -> Call? {
        state.wait { state -> Call?? in
            if let call = state.calls.removeFirst() { return .some(call) }
            return state.isClosed ? .some(nil) : nil
        } ?? nil
    }

    /// Takes the first call if there is one that `condition` accepts.
    func next(where condition: (Call) -> Bool) -> Call? {
        state.withLock { state in
            guard let first = state.calls.first, condition(first) else { return nil }
            return state.calls.removeFirst()
        }
    }

    /// Waits until there is a call, and leaves it; returns whether there is one, which another thread may take.
    func waitForCall() -> Bool {
        state.wait { state in
            if state.calls.count > 0 { return true }
            return state.isClosed ? false : nil
        } ?? false
    }

    /// Wakes another thread that waits: the caller cannot serve the call that it was woken for.
    func passOn() { state.signal() }

    /// Fails a call that still waits.
    func cancel(_ number: UInt64) {
        state.withLock { $0.calls.remove(number) }?.fail(.cancelled)
    }

    /// Refuses further calls.
    func close() {
        state.withLock { $0.isClosed = true }
        state.broadcast()
    }

    private func expireCalls() async {
        while true {
            let (expired, next) = state.withLock { state in
                let expired = state.calls.removeAll(through: .now)
                let next = state.calls.firstDeadline
                state.hasTimer = next != nil
                return (expired, next)
            }
            if !expired.isEmpty {
                let error = expiry()
                for call in expired { call.fail(error) }
            }
            guard let next else { return }
            try? await Task.sleep(until: next, clock: .continuous)
        }
    }
}

#endif
