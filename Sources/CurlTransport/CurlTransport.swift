internal import Glibc
public import HTTPExchange
public import HTTPTypes
public import Logging
internal import Platform
internal import Synchronization

/// HTTP on the system's libcurl.
///
/// Safe to use from any number of tasks at once; connections are kept and used again. A cancelled task ends its
/// transfer at once. Certificates are always verified, plain http leaves this machine only if the configuration says so,
/// redirects are returned, not followed, and no request is sent twice.
///
/// One thread owns all libcurl handles, and lives until ``close()`` or until the last reference is gone. After a fork
/// the child needs a transport of its own.
public final class CurlTransport: HTTPTransport {
    /// Runs tasks on this transport's own thread; see there what for.
    public let executor: AgentExecutor

    private let configuration: Configuration
    private let connections: ConnectionFactory
    private let mailbox: Mailbox
    private let thread: Lock<pthread_t?>
    private let process = getpid()
    private let lastID = Atomic<UInt64>(0)
    private let logger: Logger?

    /// Starts a transport.
    ///
    /// - Parameters:
    ///   - configuration: what holds for every transfer.
    ///   - logger: gets a line of level `debug` for each transfer, with ``TransferMetrics/logMetadata``, method, host and
    ///     status or error; no path, query, header field or body.
    /// - Throws: ``TransportError/invalidConfiguration(_:)``; ``TransportError/unavailable(_:)`` if libcurl or the system
    ///   has no handle or thread to give.
    public init(configuration: Configuration = .init(), logger: Logger? = nil) throws(TransportError) {
        self.configuration = configuration
        self.logger = logger
        connections = try ConnectionFactory(configuration)
        let multi = try MultiHandle(configuration)
        let mailbox = Mailbox(wake: multi.waker)
        let gate = ExitGate()
        let executor = AgentExecutor(mailbox)
        let agent = Agent(multi: multi, mailbox: mailbox, gate: gate, executor: executor)
        gate.register()
        do throws(SystemError) {
            thread = Lock(try startThread { agent.run() })
        } catch {
            gate.unregister()
            throw .unavailable("the system cannot start a thread: \(error)")
        }
        self.mailbox = mailbox
        self.executor = executor
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
        try await send(request, body: .bytes(body), options: options)
    }

    /// Sends `request` with a body that may come while it is sent, and waits for the complete response.
    ///
    /// - Throws: ``TransportError``: its cases say what was wrong, and whether the request may have been sent.
    public func send(
        _ request: HTTPRequest, body: RequestBody, options: TransferOptions = TransferOptions()
    ) async throws(TransportError) -> HTTPTransportResponse {
        let transfer = try transfer(request, body, options, pipe: nil)
        let log = TransferLog(logger, transfer.request)
        do throws(TransportError) {
            let response = try await outcome(of: transfer).get().response()
            log?.ended(response.head.status, response.metrics)
            return response
        } catch {
            log?.failed(error)
            throw error
        }
    }

    /// Sends `request` with `body` and waits for the head of the response; its body is read while it comes.
    ///
    /// - Throws: ``TransportError``: its cases say what was wrong, and whether the request may have been sent.
    public func stream(
        _ request: HTTPRequest, body: RequestBody = .none, options: TransferOptions = .streaming
    ) async throws(TransportError) -> StreamedResponse {
        let pipe = BodyPipe()
        let transfer = try transfer(request, body, options, pipe: pipe)
        let log = TransferLog(logger, transfer.request)
        do throws(TransportError) {
            let raw = try await outcome(of: transfer).get()
            let head = Self.head(raw)
            // The reader owns the transfer from here on, so that a head that cannot be read ends it.
            let reader = BodyReader(pipe: pipe, id: transfer.id, mailbox: mailbox, transport: self) { end in
                if case .success(let head) = head { log?.ended(head.status, end.metrics) }
            }
            return StreamedResponse(head: try head.get(), body: ResponseBody(reader: reader))
        } catch {
            log?.failed(error)
            throw error
        }
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

    private func transfer(
        _ request: HTTPRequest, _ body: RequestBody, _ options: TransferOptions, pipe: BodyPipe?
    ) throws(TransportError) -> Transfer {
        try refuseAfterFork()
        let prepared = try PreparedRequest(request, body: body.prepared, configuration: configuration)
        let transfer = Transfer(
            id: lastID.add(1, ordering: .relaxed).newValue, request: prepared, options: options,
            connection: try connections.settings(isSecure: prepared.isSecure), pipe: pipe)
        if case .pieces(_, let pump) = body.content, case .pipe(let upload) = prepared.body {
            startPump(pump, upload, transfer.id)
        }
        return transfer
    }

    /// Has the request body read by a task of its own, which ends with the transfer.
    private func startPump(
        _ pump: @escaping @Sendable (UploadPipe) async -> Void, _ upload: UploadPipe, _ id: UInt64
    ) {
        let mailbox = mailbox
        let task = Task { await pump(upload) }
        upload.connect(resume: { mailbox.post(.resume(id: id)) }, onClose: { task.cancel() })
    }

    /// The completion is settled before the agent hears of the cancellation, so the two messages may cross.
    private func outcome(of transfer: Transfer) async -> Completion.Outcome {
        let mailbox = mailbox
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.completion.deliver(to: continuation)
                guard !transfer.completion.isSettled else { return transfer.abandon() }
                if !mailbox.post(.execute(transfer)) {
                    transfer.completion.settle(.failure(.closed))
                    transfer.abandon()
                }
            }
        } onCancel: {
            transfer.completion.settle(.failure(.cancelled))
            mailbox.post(.cancel(id: transfer.id))
        }
    }

    private static func head(_ raw: RawResponse) -> Result<HTTPResponse, TransportError> {
        do throws(TransportError) {
            return .success(try HeadReader.head(of: raw.headLines))
        } catch {
            return .failure(error)
        }
    }

    private func takeThread() -> pthread_t? {
        thread.withLock { $0.take() }
    }
}

extension Transfer {
    /// For a transfer that the agent never saw.
    fileprivate func abandon() {
        if case .pipe(let upload) = request.body { upload.close() }
    }
}

extension RequestBody {
    fileprivate var prepared: PreparedBody {
        switch content {
        case .bytes(let bytes): .bytes(bytes)
        case .pieces(let length, _): .pipe(UploadPipe(length: length))
        }
    }
}
