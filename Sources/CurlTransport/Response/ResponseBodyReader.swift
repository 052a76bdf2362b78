internal import HTTPExchange
internal import Platform
internal import Synchronization

/// The reader's end of a response body, which ends the transfer when it is deallocated.
final class ResponseBodyReader: Sendable {
    private let pipe: DownloadPipe
    private let id: UInt64
    private let mailbox: Mailbox
    /// A transport ends its transfers with its last reference, so the body holds one.
    private let transport: CurlTransport
    private let onEnd: @Sendable (ResponseEnd) -> Void
    private let lockedEnd = Lock<ResponseEnd?>(nil)
    private let isCoded: Bool
    private let decoder: Lock<ContentDecoder?>
    private let isReading = Atomic<Bool>(false)

    init(
        pipe: DownloadPipe, decoding: BodyDecoding?, id: UInt64, mailbox: Mailbox, transport: CurlTransport,
        onEnd: @escaping @Sendable (ResponseEnd) -> Void
    ) {
        self.pipe = pipe
        self.id = id
        self.mailbox = mailbox
        self.transport = transport
        self.onEnd = onEnd
        isCoded = decoding != nil
        decoder = Lock(decoding.map(ContentDecoder.init))
    }

    deinit { stop() }

    /// The trailers and metrics; `nil` before the end of the body.
    var end: ResponseEnd? { lockedEnd.withLock { $0 } }

    /// Returns the next bytes, never none; `nil` at the end of the body.
    ///
    /// - Throws: `TransportError.concurrentRead` while another call waits.
    func next() async throws(TransportError) -> [UInt8]? {
        try transport.refuseAfterFork()
        guard !isReading.exchange(true, ordering: .acquiring) else { throw .concurrentRead }
        defer { isReading.store(false, ordering: .releasing) }
        while true {
            if isCoded, let piece = try decoded() { return piece }
            let chunk = await withTaskCancellationHandler {
                await pipe.read()
            } onCancel: {
                stop()
            }
            switch chunk {
            case .bytes(let bytes, let resume):
                if resume { mailbox.post(.resume(id: id)) }
                guard isCoded else { return bytes }
                decoder.withLock { $0?.append(bytes) }
            case .end(let result):
                try finish(result)
                return nil
            }
        }
    }

    /// Ends the transfer, unless it has ended.
    func stop(_ reason: TransportError = .cancelled) {
        pipe.finish(.failure(reason))
        mailbox.post(.cancel(id: id))
    }

    /// Decodes on the reader's task, at its pace, from the bytes that it took from the pipe.
    private func decoded() throws(TransportError) -> [UInt8]? {
        if Task.isCancelled { stop() }
        // As without a coding, the rest of a broken body is useless.
        if let failure = pipe.failure { throw failure }
        do throws(TransportError) {
            return try decoder.withLock { decoder throws(TransportError) in try decoder?.next() }
        } catch {
            stop(error)
            throw error
        }
    }

    private func finish(_ outcome: Completion.Outcome) throws(TransportError) {
        let raw = try outcome.get()
        try decoder.withLock { decoder throws(TransportError) in try decoder?.finish() }
        guard let metrics = raw.metrics else { throw .malformedResponse("no final response") }
        let end = ResponseEnd(trailers: try raw.trailers(), metrics: metrics)
        let isFirst = lockedEnd.withLock { known in
            defer { known = end }
            return known == nil
        }
        if isFirst { onEnd(end) }
    }
}
