internal import Glibc
public import HTTPTypes
internal import Synchronization

/// HTTP on the system's libcurl.
///
/// Safe to use from any number of tasks at once; connections are kept and used again. A cancelled task ends its
/// transfer at once. Certificates are always verified, plain http leaves this machine only if the configuration says so,
/// and redirects are returned, not followed.
///
/// One thread owns all libcurl handles, and lives until ``close()`` or until the last reference is gone. After a fork
/// the child needs a transport of its own.
public final class CurlTransport: HTTPTransport {
    private let configuration: Configuration
    private let mailbox: Mailbox
    private let thread: Mutex<pthread_t?>
    private let process = getpid()
    private let lastID = Atomic<UInt64>(0)

    /// Starts a transport.
    ///
    /// - Throws: ``TransportError/unavailable(_:)`` if libcurl or the system has no handle or thread to give.
    public init(configuration: Configuration = .init()) throws(TransportError) {
        self.configuration = configuration
        let multi = try MultiHandle(
            maximumConnections: configuration.maximumConnections,
            maximumIdleConnections: configuration.maximumIdleConnections)
        let mailbox = Mailbox(wake: multi.waker)
        let gate = ExitGate()
        let agent = Agent(multi: multi, mailbox: mailbox, gate: gate)
        gate.register()
        guard let thread = startThread({ agent.run() }) else {
            gate.unregister()
            throw .unavailable("the system has no thread to give")
        }
        self.mailbox = mailbox
        self.thread = Mutex(thread)
    }

    /// Never waits, so that the last reference may be dropped on any thread, also the agent's: the agent ends alone.
    deinit {
        guard process == getpid() else { return }
        mailbox.beginClosing()
        if let thread = takeThread() { pthread_detach(thread) }
    }

    /// Sends `request` with `body` and waits for the complete response.
    ///
    /// - Throws: ``TransportError``: its cases say what was wrong, and whether the request may have been sent.
    public func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        try refuseAfterFork()
        let prepared = try PreparedRequest(request, body: body, configuration: configuration)
        let caFile = prepared.isSecure ? try CABundle.locate(configured: configuration.caFile) : nil
        let transfer = Transfer(
            id: lastID.add(1, ordering: .relaxed).newValue, request: prepared, options: options, caFile: caFile,
            completion: Completion())
        return try await outcome(of: transfer).get()
    }

    /// Ends all transfers with ``TransportError/closed``, closes all connections, and returns once the thread is gone.
    public func close() async {
        guard process == getpid() else { return }
        mailbox.beginClosing()
        await mailbox.waitUntilStopped()
        // The agent's last act was to let this task go on, so joining does not wait.
        if let thread = takeThread() { _ = pthread_join(thread, nil) }
    }

    /// Neither the mailbox's lock, which another thread may have held, nor the agent exists in a forked child.
    func refuseAfterFork() throws(TransportError) {
        guard process == getpid() else { throw .usedAfterFork }
    }

    /// The completion is settled before the agent hears of the cancellation, so the two messages may cross.
    private func outcome(of transfer: Transfer) async -> Completion.Outcome {
        let mailbox = mailbox
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.completion.deliver(to: continuation)
                guard !transfer.completion.isSettled else { return }
                if !mailbox.post(.execute(transfer)) { transfer.completion.settle(.failure(.closed)) }
            }
        } onCancel: {
            transfer.completion.settle(.failure(.cancelled))
            mailbox.post(.cancel(id: transfer.id))
        }
    }

    private func takeThread() -> pthread_t? {
        thread.withLock { $0.take() }
    }
}
