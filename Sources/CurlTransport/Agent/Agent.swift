internal import HTTPExchange

/// The owner of all libcurl handles of a transport, on a thread of its own.
///
/// All other threads post messages to the mailbox. A turn takes them, lets libcurl do what it can without waiting, and
/// settles the transfers that have ended; between turns the thread waits for sockets, timers and messages in one call.
/// libcurl says what to wait for, so that a turn costs as much as what happened, and not as much as all that could happen.
final class Agent {
    /// How many unused easy handles are kept for later transfers.
    private static let idleLimit = 256
    /// The delay between attempts to connect that RFC 8305 section 5 recommends.
    private static let turnInterval = Duration.milliseconds(250)

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
    private let poller: SocketPoller
    private let mailbox: Mailbox
    private let gate: ExitGate
    private let executor: AgentExecutor
    private var running: [UInt64: Running] = [:]
    private var idle: [EasyHandle] = []
    private let filledPipes = FilledPipes()
    private let events = TransferEvents()
    private let pool: PooledConnections
    private let staleHosts = StaleHosts()
    private let maximumConnections: Int
    /// The next turn for the sake of transfers that are not connected yet, or whose response may have ended.
    private var nextRegularTurn: ContinuousClock.Instant?
    /// Before this time, no transfer can have missed its first-byte deadline.
    private var nextFirstByteCheck: ContinuousClock.Instant?

    init(
        multi: MultiHandle, poller: SocketPoller, maximumConnections: Int, mailbox: Mailbox, gate: ExitGate,
        executor: AgentExecutor
    ) {
        self.multi = multi
        self.poller = poller
        pool = PooledConnections(poller)
        self.maximumConnections = maximumConnections
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
            // Tasks that send without end must not keep the sockets from being looked at.
            let mayWait = mailbox.prepareToWait()
            if !poller.wait(milliseconds: mayWait ? millisecondsLeft : 0) {
                gate.pass { endAll(.unavailable("the system cannot wait for sockets")) }
            }
        }
        gate.unregister()
        for job in mailbox.announceStopped() { globalConcurrentExecutor.enqueue(job) }
    }

    /// In how many milliseconds the agent has something to do, whatever happens; `nil` if there is nothing.
    private var millisecondsLeft: Int? {
        var next = nextFirstByteCheck
        if let deadline = pool.sweepDue { next = min(deadline, next ?? deadline) }
        if let deadline = nextRegularTurn { next = min(deadline, next ?? deadline) }
        let ours = next.map { ContinuousClock.now.duration(to: $0).deadlineMilliseconds }
        guard let theirs = multi.millisecondsLeft else { return ours }
        return min(theirs, ours ?? theirs)
    }

    /// Returns `false` after the last turn.
    private func takeTurn(_ messages: [Message], isClosing: Bool) -> Bool {
        var isFine = proceed()
        if let due = pool.sweepDue, due <= .now, !isClosing { sweep() }
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
        isFine = multi.proceedInTime() && isFine
        isFine = proceedWithConnecting() && isFine
        if !isFine { endAll(.unavailable("libcurl cannot perform transfers")) }
        filledPipes.wakeReaders()
        finishDone()
        takeRegularTurn()
        for id in events.takeCompleted() { finishEarly(id) }
        for id in events.takeInterim() { restartSpeedLimit(id) }
        endOverdue()
        return true
    }

    /// Lets the transfers proceed whose sockets are ready. Returns `false` if libcurl failed.
    private func proceed() -> Bool {
        var isFine = true
        while let event = poller.nextEvent() {
            if event.isIdle {
                pool.becameReadable(event.socket, at: .now)
            } else {
                isFine = multi.proceed(event) && isFine
            }
        }
        // Before other transfers begin, so that their connections are known to be idle.
        finishDone()
        return isFine
    }

    private func finishDone() {
        while let (id, code) = multi.nextDone() { finish(id, code) }
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
            try easy.prepare(transfer, receiver: receiver, pool: pool, events: events)
            if staleHosts.remove(transfer) { try easy.lookUpAnew() }
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
        planRegularTurn()
    }

    private func planRegularTurn() {
        if nextRegularTurn == nil { nextRegularTurn = .now + Self.turnInterval }
    }

    /// libcurl 7.88 goes to the next address of a host once one was silent for too long, but connects to it only in its next
    /// turn, which nothing brings about. Returns `false` if libcurl failed.
    private func proceedWithConnecting() -> Bool {
        guard let turn = nextRegularTurn, turn <= .now else { return true }
        return running.values.allSatisfy(\.receiver.wasConnected) || multi.proceedAll()
    }

    private func takeRegularTurn() {
        guard let turn = nextRegularTurn else { return }
        let now = ContinuousClock.now
        guard turn <= now else { return }
        let silent = running.filter { $0.value.easy.isSilent(at: now) }
        for (id, transfer) in silent { end(id, .success(transfer.response)) }
        let isNeeded = running.values.contains { !$0.receiver.wasConnected || $0.easy.lastReceipt != nil }
        nextRegularTurn = isNeeded ? now + Self.turnInterval : nil
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
        let easy = running.easy
        guard !easy.mustUseNewConnection else { return restart(id) }
        let outcome: Completion.Outcome =
            if let failure = easy.failure ?? running.receiver.failure ?? running.easy.uploadFailure {
                .failure(failure)
            } else if !code.isSuccess, !easy.hasCompleteResponse, !easy.endedCleanly(code) {
                .failure(easy.error(for: code, running.transfer.options))
            } else if running.receiver.isHeadComplete {
                .success(running.response)
            } else {
                .failure(.malformedResponse("no final response"))
            }
        if case .failure(let error) = outcome { staleHosts.note(error, running.transfer) }
        easy.releaseConnection()
        end(id, outcome)
    }

    /// Settles a transfer whose response is complete, although libcurl still sends its request. libcurl closes a connection
    /// of HTTP/1, and resets the stream of HTTP/2.
    private func finishEarly(_ id: UInt64) {
        guard let running = running[id] else { return }
        guard running.easy.hasCompleteResponse else { return planRegularTurn() }
        end(id, running.easy.uploadFailure.map { .failure($0) } ?? .success(running.response))
    }

    /// Begins the time anew in which a transfer may be slow: libcurl counts only bytes of a body.
    private func restartSpeedLimit(_ id: UInt64) {
        guard let running = running[id], let limit = running.transfer.options.lowSpeedLimit else { return }
        do throws(TransportError) {
            try running.easy.setSpeedLimit(limit)
        } catch {
            end(id, .failure(error))
        }
    }

    /// Makes libcurl look at its idle connections: it closes those that the peer has closed, and acknowledges PINGs.
    ///
    /// It does so when a transfer begins, at most once a second, so one begins that fails at once. That one must not replace a
    /// connection, and the running ones do not begin any in this turn.
    private func sweep() {
        if let easy = idle.popLast() ?? EasyHandle() {
            do throws(TransportError) {
                try easy.prepareSweep(pool)
                multi.setMaximumConnections(nil)
                if multi.add(easy) {
                    _ = multi.proceedInTime()
                    multi.remove(easy)
                }
            } catch {
                // Without a sweep, a connection that is closed stays half open.
            }
            multi.setMaximumConnections(maximumConnections)
            recycle(easy)
        }
        pool.didSweep(at: .now)
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
