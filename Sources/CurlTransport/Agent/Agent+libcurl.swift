internal import CCurl
internal import HTTPExchange

/// The one owner of all libcurl handles of a transport, on a thread of its own.
///
/// Everyone else leaves messages in the mailbox. A turn reads them, lets libcurl do what can be done without waiting,
/// and settles what has ended; between turns the thread waits for sockets, timers and messages in one call.
final class Agent {
    /// How many easy handles are kept for later transfers.
    private static let idleLimit = 256

    private struct Running {
        let easy: EasyHandle
        let receiver: Receiver
        let transfer: Transfer

        /// The response, once libcurl has ended the transfer well.
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
    private let offered = OfferedPipes()
    private let connections = KeptConnections()
    /// No server's silence is too long before that time.
    private var nextSilenceCheck: ContinuousClock.Instant?

    init(multi: MultiHandle, mailbox: Mailbox, gate: ExitGate, executor: AgentExecutor) {
        self.multi = multi
        self.mailbox = mailbox
        self.gate = gate
        self.executor = executor
    }

    /// Works until the mailbox is closed. Returns when every transfer is settled and every handle freed.
    func run() {
        while true {
            // Outside the gate: jobs are not libcurl's, and may themselves end the process.
            for job in mailbox.takeJobs() { unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
            let (messages, isClosing) = mailbox.takeMessages()
            guard gate.pass({ takeTurn(messages, isClosing: isClosing) }) else { break }
            guard mailbox.prepareToWait() else { continue }
            if !multi.wait(until: nextSilenceCheck) {
                gate.pass { endAll(.unavailable("libcurl cannot wait for sockets")) }
            }
        }
        gate.unregister()
        for job in mailbox.announceStopped() { globalConcurrentExecutor.enqueue(job) }
    }

    /// Returns false after the last turn.
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
        if !multi.perform() { endAll(.unavailable("libcurl cannot go on")) }
        offered.wakeReaders()
        while let (id, code) = multi.nextDone() { finish(id, code) }
        endSilent()
        return true
    }

    /// - Parameter spent: how much of its time a transfer has used up that was given a connection of no use, and now needs
    ///   one of its own.
    private func start(_ transfer: Transfer, havingSpent spent: Duration? = nil) {
        guard !transfer.completion.isSettled else { return settle(transfer, .failure(.cancelled)) }
        guard let easy = idle.popLast() ?? EasyHandle() else {
            return settle(transfer, .failure(.unavailable("out of memory")))
        }
        let receiver = Receiver(transfer, offered: offered)
        do throws(TransportError) {
            try easy.prepare(transfer, receiver: receiver, connections: connections)
            if let spent { try easy.useNewConnection(within: transfer.options.totalTimeout - spent) }
        } catch {
            recycle(easy)
            return settle(transfer, .failure(error))
        }
        guard multi.add(easy) else {
            recycle(easy)
            return settle(transfer, .failure(.unavailable("libcurl takes no further transfer")))
        }
        running[transfer.id] = Running(easy: easy, receiver: receiver, transfer: transfer)
        if let timeout = transfer.options.firstByteTimeout { checkSilence(by: .now + timeout) }
    }

    /// Lets a paused transfer go on. libcurl calls back from within, so what was refused there ends the transfer here.
    private func resume(_ id: UInt64) {
        guard let transfer = running[id] else { return }
        let code = transfer.easy.resume()
        if code != CURLE_OK { finish(id, code) }
    }

    /// Settles a transfer that libcurl has ended.
    private func finish(_ id: UInt64, _ code: CURLcode) {
        guard let running = running[id] else { return }
        guard !running.easy.wasGivenSpoiledConnection else { return restart(id) }
        let outcome: Completion.Outcome =
            if let refusal = running.receiver.failure ?? running.easy.uploadFailure {
                .failure(refusal)
            } else if code != CURLE_OK {
                .failure(running.easy.error(for: code, running.transfer.options))
            } else if running.receiver.isHeadComplete {
                .success(running.response)
            } else {
                .failure(.malformedResponse("no final response"))
            }
        if case .success = outcome { running.easy.noteConnection() }
        end(id, outcome)
    }

    /// Gives a transfer, of which nothing was sent yet, a connection of its own.
    private func restart(_ id: UInt64) {
        guard let running = running.removeValue(forKey: id) else { return }
        let spent = running.easy.metrics.total
        multi.remove(running.easy)
        recycle(running.easy)
        start(running.transfer, havingSpent: spent)
    }

    /// Takes a transfer away from libcurl, whatever state it is in, and settles it. Unknown identifiers are of
    /// transfers that ended before.
    private func end(_ id: UInt64, _ outcome: Completion.Outcome) {
        guard let running = running.removeValue(forKey: id) else { return }
        multi.remove(running.easy)
        recycle(running.easy)
        settle(running.transfer, outcome)
    }

    private func settle(_ transfer: Transfer, _ outcome: Completion.Outcome) {
        if case .pipe(let upload) = transfer.request.body { upload.close() }
        // The head of a body that is read while it comes was delivered before; then only the body learns of its end.
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

    // MARK: Silence

    private func checkSilence(by deadline: ContinuousClock.Instant) {
        nextSilenceCheck = min(nextSilenceCheck ?? deadline, deadline)
    }

    /// Ends the transfers whose server has been silent for too long. Looks at each transfer only when the earliest
    /// deadline that there was has come, which for one that was answered in time is long after it ended.
    private func endSilent() {
        guard let due = nextSilenceCheck, due <= .now else { return }
        nextSilenceCheck = nil
        let now = ContinuousClock.now
        for (id, transfer) in running {
            guard let timeout = transfer.transfer.options.firstByteTimeout, !transfer.receiver.isHeadComplete else {
                continue
            }
            switch transfer.receiver.silenceDeadline {
            case let deadline? where deadline <= now: end(id, .failure(.firstByteTimedOut))
            case let deadline?: checkSilence(by: deadline)
            // Not connected yet: whenever it will be, the deadline cannot be earlier than this.
            case nil: checkSilence(by: now + timeout)
            }
        }
    }
}
