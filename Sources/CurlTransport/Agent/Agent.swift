internal import HTTPExchange

/// The owner of all libcurl handles of a transport, on a thread of its own.
///
/// All other threads post messages to the mailbox. A turn takes them, lets libcurl do what it can without waiting, and
/// settles the transfers that have ended; between turns the thread waits for sockets, timers and messages in one call.
final class Agent {
    /// How many unused easy handles are kept for later transfers.
    private static let idleLimit = 256

    private struct Running {
        let easy: EasyHandle
        let receiver: ResponseReceiver
        let transfer: Transfer

        /// The response of a successful transfer.
        var response: RawResponse {
            var response = receiver.response
            response.metrics = easy.metrics
            return response
        }
    }

    private let multi: MultiHandle
    private let mailbox: Mailbox
    private let gate: ExitGate
    private let executor: AgentExecutor
    private var running: [UInt64: Running] = [:]
    private var idle: [EasyHandle] = []
    private let filledPipes = FilledPipes()
    private let reuseCheck = ConnectionReuseCheck()
    /// Before this time, no transfer can have missed its first-byte deadline.
    private var nextFirstByteCheck: ContinuousClock.Instant?

    init(multi: MultiHandle, mailbox: Mailbox, gate: ExitGate, executor: AgentExecutor) {
        self.multi = multi
        self.mailbox = mailbox
        self.gate = gate
        self.executor = executor
    }

    /// Works until the mailbox is closed. Returns when every transfer is settled and every handle freed.
    func run() {
        while true {
            // Outside the gate: a job may itself end the process.
            for job in mailbox.takeJobs() { unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
            let (messages, isClosing) = mailbox.takeMessages()
            guard gate.pass({ takeTurn(messages, isClosing: isClosing) }) else { break }
            guard mailbox.prepareToWait() else { continue }
            if !multi.wait(until: nextFirstByteCheck) {
                gate.pass { endAll(.unavailable("libcurl cannot wait for sockets")) }
            }
        }
        gate.unregister()
        for job in mailbox.announceStopped() { globalConcurrentExecutor.enqueue(job) }
    }

    /// Returns `false` after the last turn.
    private func takeTurn(_ messages: [Message], isClosing: Bool) -> Bool {
        for message in messages {
            switch message {
            case .execute(let transfer) where isClosing: settle(transfer, .failure(.closed))
            case .execute(let transfer): start(transfer)
            case .cancel(let id): end(id, .failure(.cancelled))
            case .resume(let id): resume(id)
            }
        }
        guard !isClosing else {
            shutDown()
            return false
        }
        if !multi.perform() { endAll(.unavailable("libcurl cannot perform transfers")) }
        filledPipes.wakeReaders()
        while let (id, code) = multi.nextDone() { finish(id, code) }
        endOverdue()
        return true
    }

    /// - Parameter elapsed: How long an attempt ran that got an unusable pooled connection; the transfer then needs a new
    ///   one.
    private func start(_ transfer: Transfer, elapsed: Duration? = nil) {
        guard !transfer.completion.isSettled else { return settle(transfer, .failure(.cancelled)) }
        guard let easy = idle.popLast() ?? EasyHandle() else {
            return settle(transfer, .failure(.unavailable("out of memory")))
        }
        let receiver = ResponseReceiver(transfer, filledPipes: filledPipes)
        do throws(TransportError) {
            try easy.prepare(transfer, receiver: receiver, reuseCheck: reuseCheck)
            if let elapsed { try easy.useNewConnection(within: transfer.options.totalTimeout - elapsed) }
        } catch {
            recycle(easy)
            return settle(transfer, .failure(error))
        }
        guard multi.add(easy) else {
            recycle(easy)
            return settle(transfer, .failure(.unavailable("libcurl does not accept another transfer")))
        }
        running[transfer.id] = Running(easy: easy, receiver: receiver, transfer: transfer)
        if let timeout = transfer.options.firstByteTimeout { checkFirstByte(by: .now + timeout) }
    }

    /// Resumes a paused transfer. libcurl calls back from within, so an error there ends the transfer here.
    private func resume(_ id: UInt64) {
        guard let transfer = running[id] else { return }
        let code = transfer.easy.resume()
        if !code.isSuccess { finish(id, code) }
    }

    /// Settles a transfer that libcurl has ended.
    private func finish(_ id: UInt64, _ code: ResultCode) {
        guard let running = running[id] else { return }
        guard !running.easy.mustUseNewConnection else { return restart(id) }
        let outcome: Completion.Outcome =
            if let failure = running.receiver.failure ?? running.easy.uploadFailure {
                .failure(failure)
            } else if !code.isSuccess {
                .failure(running.easy.error(for: code, running.transfer.options))
            } else if running.receiver.isHeadComplete {
                .success(running.response)
            } else {
                .failure(.malformedResponse("no final response"))
            }
        if case .success = outcome { running.easy.recordConnection() }
        end(id, outcome)
    }

    /// Starts a transfer again, of which nothing has been sent, on a new connection.
    private func restart(_ id: UInt64) {
        guard let running = running.removeValue(forKey: id) else { return }
        let elapsed = running.easy.metrics.total
        multi.remove(running.easy)
        recycle(running.easy)
        start(running.transfer, elapsed: elapsed)
    }

    /// Removes a transfer from libcurl, whatever state it is in, and settles it. An unknown identifier is that of a
    /// transfer that ended earlier.
    private func end(_ id: UInt64, _ outcome: Completion.Outcome) {
        guard let running = running.removeValue(forKey: id) else { return }
        multi.remove(running.easy)
        recycle(running.easy)
        settle(running.transfer, outcome)
    }

    private func settle(_ transfer: Transfer, _ outcome: Completion.Outcome) {
        if case .pipe(let upload) = transfer.request.body { upload.close() }
        // The head of a streamed response was delivered before; then only the body learns of its end.
        transfer.completion.settle(outcome)
        transfer.pipe?.finish(outcome)
    }

    private func endAll(_ error: TransportError) {
        for id in Array(running.keys) { end(id, .failure(error)) }
    }

    private func recycle(_ easy: EasyHandle) {
        easy.reset()
        if idle.count < Self.idleLimit { idle.append(easy) }
    }

    private func shutDown() {
        endAll(.closed)
        idle.removeAll()
        mailbox.retireWake()
        multi.cleanUp()
    }

    private func checkFirstByte(by deadline: ContinuousClock.Instant) {
        nextFirstByteCheck = min(nextFirstByteCheck ?? deadline, deadline)
    }

    /// Ends the transfers that missed their first-byte deadline.
    ///
    /// Transfers are looked at only once the earliest deadline has passed, which for one with a response in time is long
    /// after its end.
    private func endOverdue() {
        guard let due = nextFirstByteCheck, due <= .now else { return }
        nextFirstByteCheck = nil
        let now = ContinuousClock.now
        for (id, transfer) in running {
            guard let timeout = transfer.transfer.options.firstByteTimeout, !transfer.receiver.isHeadComplete else {
                continue
            }
            switch transfer.receiver.firstByteDeadline {
            case let deadline? where deadline <= now: end(id, .failure(.firstByteTimedOut))
            case let deadline?: checkFirstByte(by: deadline)
            // Not connected yet: the deadline cannot be earlier than this.
            case nil: checkFirstByte(by: now + timeout)
            }
        }
    }
}
