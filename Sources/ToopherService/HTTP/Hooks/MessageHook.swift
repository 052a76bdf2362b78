#if Service

internal import Logging
internal import Synchronization

/// Runs one of the operator's commands for each message: some at a time, and the others wait in a queue that has an end.
///
/// No request waits for a command. What became of it is for the operator's log.
final class MessageHook: Sendable {
    private struct State {
        var running = 0
        var queue: [OutgoingMessage] = []
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let process: HookProcess
    private let limits: HookLimits
    private let logger: Logger
    private let counters: LimitCounters?
    private let state = Mutex(State())

    /// Creates a hook.
    ///
    /// - Parameter name: The option that names the command, for the log.
    init(
        _ command: HookCommand, name: String, limits: HookLimits, logger: Logger,
        counting counters: LimitCounters? = nil
    ) {
        self.counters = counters
        process = HookProcess(command: command, deadline: limits.deadline)
        self.limits = limits
        var logger = logger
        logger[metadataKey: "hook"] = "\(name)"
        self.logger = logger
    }

    /// Takes a message over, and returns at once.
    ///
    /// - Throws: ``ProtocolError/unavailable`` if too many wait already.
    func send(_ message: OutgoingMessage) throws(ProtocolError) {
        let limits = limits
        let (isTaken, isFirst) = state.withLock { state in
            guard state.running < max(1, limits.concurrency) else {
                guard state.queue.count < limits.queued else { return (false, false) }
                state.queue.append(message)
                return (true, false)
            }
            state.running += 1
            return (true, true)
        }
        guard isTaken else {
            counters?.count(.hookMessages)
            logger.error("a message was not sent: too many are waiting for the command")
            throw .unavailable
        }
        if isFirst { Task { await self.run(message) } }
    }

    /// Gives up the messages that wait: the end of the service must not depend on how many there are.
    func stop() {
        let count = state.withLock { state in
            defer { state.queue = [] }
            return state.queue.count
        }
        guard count > 0 else { return }
        logger.error("the service has ended before messages were sent", metadata: ["count": "\(count)"])
    }

    /// Returns when the command has ended for every message.
    func finish() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running > 0 { state.whenIdle.append(continuation) }
                return state.running == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Sends a message, and then those that wait.
    private func run(_ message: OutgoingMessage) async {
        var next: OutgoingMessage? = message
        while let message = next {
            if let failure = await process.run(message.json.bytes) {
                // Neither the message nor what the command has written: both name people.
                logger.error(
                    "a command has not sent its message",
                    metadata: ["message": "\(message.kind.rawValue)", "reason": "\(failure)"])
            }
            next = state.withLock { state in state.queue.isEmpty ? nil : state.queue.removeFirst() }
        }
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.whenIdle = [] }
            return state.whenIdle
        }
        for continuation in waiting { continuation.resume() }
    }
}

#endif
