internal import CCurl

/// The one owner of all libcurl handles of a transport, on a thread of its own.
///
/// Everyone else leaves messages in the mailbox. A turn reads them, lets libcurl do what can be done without waiting,
/// and settles what has ended; between turns the thread waits for sockets, timers and messages in one call.
final class Agent {
    /// How many easy handles are kept for later transfers.
    private static let idleLimit = 32

    private struct Running {
        let easy: EasyHandle
        let collector: ResponseCollector
        let completion: Completion
    }

    private let multi: MultiHandle
    private let mailbox: Mailbox
    private let gate: ExitGate
    private var running: [UInt64: Running] = [:]
    private var idle: [EasyHandle] = []

    init(multi: MultiHandle, mailbox: Mailbox, gate: ExitGate) {
        self.multi = multi
        self.mailbox = mailbox
        self.gate = gate
    }

    /// Works until the mailbox is closed. Returns when every transfer is settled and every handle freed.
    func run() {
        while gate.pass({ takeTurn() }) {
            if !multi.wait() { gate.pass { endAll(.unavailable("libcurl cannot wait for sockets")) } }
        }
        gate.unregister()
        mailbox.announceStopped()
    }

    /// Returns false after the last turn.
    private func takeTurn() -> Bool {
        let (messages, isClosing) = mailbox.take()
        for message in messages {
            switch message {
            case .execute(let transfer) where isClosing: transfer.completion.settle(.failure(.closed))
            case .execute(let transfer): start(transfer)
            case .cancel(let id): end(id, .failure(.cancelled))
            }
        }
        guard !isClosing else {
            shutDown()
            return false
        }
        if !multi.perform() { endAll(.unavailable("libcurl cannot go on")) }
        while let (id, code) = multi.nextDone() { finish(id, code) }
        return true
    }

    private func start(_ transfer: Transfer) {
        guard !transfer.completion.isSettled else { return }  // Cancelled on the way here.
        guard let easy = idle.popLast() ?? EasyHandle() else {
            return transfer.completion.settle(.failure(.unavailable("out of memory")))
        }
        let collector = ResponseCollector(
            bodyLimit: transfer.options.maximumResponseBytes, expectsBody: transfer.request.method != "HEAD")
        do throws(TransportError) {
            try easy.prepare(transfer, collector: collector)
        } catch {
            recycle(easy)
            return transfer.completion.settle(.failure(error))
        }
        guard multi.add(easy) else {
            recycle(easy)
            return transfer.completion.settle(.failure(.unavailable("libcurl takes no further transfer")))
        }
        running[transfer.id] = Running(easy: easy, collector: collector, completion: transfer.completion)
    }

    /// Settles a transfer that libcurl has ended.
    private func finish(_ id: UInt64, _ code: CURLcode) {
        guard let transfer = running[id] else { return }
        let outcome: Completion.Outcome =
            if let refusal = transfer.collector.failure {
                .failure(refusal)
            } else if code != CURLE_OK {
                .failure(transfer.easy.error(for: code))
            } else if let head = transfer.collector.head {
                .success(
                    HTTPTransportResponse(
                        head: head, body: transfer.collector.body,
                        connectionReused: transfer.easy.connectionWasReused))
            } else {
                .failure(.protocolError("no final response"))
            }
        end(id, outcome)
    }

    /// Takes a transfer away from libcurl, whatever state it is in, and settles it. Unknown identifiers are of
    /// transfers that ended before.
    private func end(_ id: UInt64, _ outcome: Completion.Outcome) {
        guard let transfer = running.removeValue(forKey: id) else { return }
        multi.remove(transfer.easy)
        recycle(transfer.easy)
        transfer.completion.settle(outcome)
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
}
