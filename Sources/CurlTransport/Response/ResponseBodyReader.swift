internal import HTTPExchange
internal import Platform

/// The reader's end of a response body. Ends the transfer when nobody holds it any more.
final class BodyReader: Sendable {
    private let pipe: BodyPipe
    private let id: UInt64
    private let mailbox: Mailbox
    /// A transport ends its transfers when its last reference goes, so a body holds one.
    private let transport: CurlTransport
    private let onEnd: @Sendable (ResponseEnd) -> Void
    private let ending = Lock<ResponseEnd?>(nil)

    init(
        pipe: BodyPipe, id: UInt64, mailbox: Mailbox, transport: CurlTransport,
        onEnd: @escaping @Sendable (ResponseEnd) -> Void
    ) {
        self.pipe = pipe
        self.id = id
        self.mailbox = mailbox
        self.transport = transport
        self.onEnd = onEnd
    }

    deinit { stop() }

    var end: ResponseEnd? { ending.withLock { $0 } }

    func next() async throws(TransportError) -> [UInt8]? {
        try transport.refuseAfterFork()
        let find = await withTaskCancellationHandler {
            await pipe.read()
        } onCancel: {
            stop()
        }
        switch find {
        case .bytes(let bytes, let resume):
            if resume { mailbox.post(.resume(id: id)) }
            return bytes
        case .end(let result):
            try finish(result)
            return nil
        }
    }

    private func finish(_ outcome: Completion.Outcome) throws(TransportError) {
        let raw = try outcome.get()
        guard let metrics = raw.metrics else { throw .malformedResponse("no final response") }
        let end = ResponseEnd(trailers: try raw.trailers(), metrics: metrics)
        let isFirst = ending.withLock { known in
            defer { known = end }
            return known == nil
        }
        if isFirst { onEnd(end) }
    }

    /// Ends the transfer, unless it has ended.
    func stop() {
        pipe.finish(.failure(.cancelled))
        mailbox.post(.cancel(id: id))
    }
}
