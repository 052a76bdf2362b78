internal import Glibc
public import HTTPExchange
public import HTTPTypes
public import Logging
internal import Platform
internal import Synchronization

/// An HTTP transport on the system's libcurl.
///
/// Any number of tasks may use a transport concurrently; connections are pooled and reused. A cancelled task ends its
/// transfer at once. Certificates are always verified, plain http leaves this machine only if the configuration permits
/// it, redirects are returned, not followed, and no request is sent twice.
///
/// One thread owns all libcurl handles. It ends with ``close()`` or with the last reference. A forked child needs a
/// transport of its own.
public final class CurlTransport: HTTPTransport {
    /// An executor that runs tasks on this transport's own thread.
    public let executor: AgentExecutor

    private let configuration: Configuration
    private let connectionSettings: ConnectionSettingsFactory
    private let authorities = AuthorityCache()
    private let mailbox: Mailbox
    private let thread: Lock<pthread_t?>
    private let process = getpid()
    private let lastID = Atomic<UInt64>(0)
    private let logger: Logger?

    /// Creates a transport and starts its thread.
    ///
    /// - Parameters:
    ///   - configuration: The settings of all transfers.
    ///   - logger: Receives a line of level `debug` for each transfer, with `TransferMetrics.logMetadata`, method, host
    ///     and status or error; no path, query, header field or body.
    /// - Throws: `TransportError.invalidConfiguration(_:)`; `TransportError.unavailable(_:)` if there is no handle or
    ///   no thread.
    public init(configuration: Configuration = .init(), logger: Logger? = nil) throws(TransportError) {
        self.configuration = configuration
        self.logger = logger
        connectionSettings = try ConnectionSettingsFactory(configuration)
        guard let poller = SocketPoller() else { throw .unavailable("the process has no more file descriptors") }
        let multi = try MultiHandle(configuration, poller: poller)
        let mailbox = Mailbox(wake: poller.waker)
        let gate = ExitGate()
        let executor = AgentExecutor(mailbox)
        let agent = Agent(
            multi: multi, poller: poller, maximumConnections: configuration.maximumConnections, mailbox: mailbox,
            gate: gate, executor: executor)
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

    // Never waits, so that the last reference may be released on any thread, also the agent's: the agent ends by itself.
    deinit {
        guard process == getpid() else { return }
        mailbox.beginClosing()
        if let thread = takeThread() { pthread_detach(thread) }
    }

    /// Sends `request` with `body` and waits for the complete response.
    ///
    /// - Throws: `TransportError`; `TransportError.isBeforeSending` says whether the request may have been sent.
    public func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        try await send(request, body: .bytes(body), options: options)
    }

    /// Sends `request` with a body that may be produced while it is sent, and waits for the complete response.
    ///
    /// - Throws: `TransportError`; `TransportError.isBeforeSending` says whether the request may have been sent.
    public func send(
        _ request: HTTPRequest, body: RequestBody, options: TransferOptions = TransferOptions()
    ) async throws(TransportError) -> HTTPTransportResponse {
        let transfer = try transfer(request, body, options, pipe: nil)
        let log = TransferLog(logger, transfer.request)
        do throws(TransportError) {
            let response = try await outcome(of: transfer).get().response(limit: options.maximumResponseBytes)
            log?.ended(response.head.status, response.metrics)
            return response
        } catch {
            log?.failed(error)
            throw error
        }
    }

    /// Sends `request` with `body` and waits for the head of the response; its body is read while it arrives.
    ///
    /// - Throws: `TransportError`; `TransportError.isBeforeSending` says whether the request may have been sent.
    public func stream(
        _ request: HTTPRequest, body: RequestBody = .none, options: TransferOptions = .streaming
    ) async throws(TransportError) -> StreamedResponse {
        let pipe = DownloadPipe()
        let transfer = try transfer(request, body, options, pipe: pipe)
        let log = TransferLog(logger, transfer.request)
        do throws(TransportError) {
            let raw = try await outcome(of: transfer).get()
            let head = Self.head(raw)
            // The reader owns the transfer from here on, so that a malformed head ends it.
            let reader = ResponseBodyReader(
                pipe: pipe, decoding: raw.decoding, id: transfer.id, mailbox: mailbox, transport: self
            ) { end in
                if case .success(let head) = head { log?.ended(head.status, end.metrics) }
            }
            return StreamedResponse(head: try head.get(), body: ResponseBody(reader: reader))
        } catch {
            log?.failed(error)
            throw error
        }
    }

    /// Ends all transfers with `TransportError.closed` and closes all connections. Returns when the thread has ended.
    public func close() async {
        guard process == getpid() else { return }
        mailbox.beginClosing()
        await mailbox.waitUntilStopped()
        // The agent's last act was to resume this task, so joining does not wait.
        if let thread = takeThread() { _ = pthread_join(thread, nil) }
    }

    /// Throws in a forked child, where another thread may have held the mailbox's lock, and the agent does not exist.
    func refuseAfterFork() throws(TransportError) {
        guard process == getpid() else { throw .usedAfterFork }
    }

    private func transfer(
        _ request: HTTPRequest, _ body: RequestBody, _ options: TransferOptions, pipe: DownloadPipe?
    ) throws(TransportError) -> Transfer {
        try refuseAfterFork()
        let prepared = try PreparedRequest(
            request, body: body.prepared, acceptsCompression: options.acceptsCompression, configuration: configuration,
            authorities: authorities)
        let transfer = Transfer(
            id: lastID.add(1, ordering: .relaxed).newValue, request: prepared, options: options,
            connection: try connectionSettings.settings(for: prepared), pipe: pipe)
        if case .sequence(_, let pump) = body.content, case .pipe(let upload) = prepared.body {
            startPump(pump, upload, transfer.id)
        }
        return transfer
    }

    /// Starts a task that reads the request body and ends with the transfer.
    private func startPump(
        _ pump: @escaping @Sendable (UploadPipe) async -> Void, _ upload: UploadPipe, _ id: UInt64
    ) {
        let mailbox = mailbox
        let task = Task { await pump(upload) }
        upload.connect(resume: { mailbox.post(.resume(id: id)) }, onClose: { task.cancel() })
    }

    /// A cancellation settles the completion before the agent learns of it, so the two messages may cross.
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
            return .success(try ResponseHeadParser.head(of: raw.headLines))
        } catch {
            return .failure(error)
        }
    }

    private func takeThread() -> pthread_t? {
        thread.withLock { $0.take() }
    }
}

extension Transfer {
    /// Closes the upload of a transfer that the agent never received.
    fileprivate func abandon() {
        if case .pipe(let upload) = request.body { upload.close() }
    }
}

extension RequestBody {
    fileprivate var prepared: PreparedBody {
        switch content {
        case .bytes(let bytes): .bytes(bytes)
        case .sequence(let length, _): .pipe(UploadPipe(length: length))
        }
    }
}
