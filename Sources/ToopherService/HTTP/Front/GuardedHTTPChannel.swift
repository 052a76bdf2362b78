#if Service

internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// HTTP/1.1 for connections that the gate admits, each within its deadlines.
struct GuardedHTTPChannel: ServerChildChannel {
    /// There is no place for a connection.
    struct Refused: Error {}
    /// While a response was written, something came that cannot be parsed.
    private struct MalformedSuccessor: Error {}

    /// Names the request in the log, for whoever asks the operator about it.
    private static let requestID: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Request-Id") else { preconditionFailure("a field name is not a token") }
        return name
    }()

    private let http: HTTP1Channel
    private let gate: ConnectionGate
    private let times: ConnectionState.Times

    /// The bytes that the system keeps for a client that does not read; Linux doubles the number.
    private static let sendBuffer: SocketOptionValue = 64 * 1024
    /// Of one read. A client that sends many small requests at once makes objects of them many times their size.
    private static let receiveAllocator = AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 1024, maximum: 8192)

    /// Creates the channel of a service.
    ///
    /// Responses are not made by the application: while a request waits, each function on the way to the wait keeps a kilobyte.
    init(
        _ responder: ServiceResponder, gate: ConnectionGate, times: ConnectionState.Times, dates: ResponseDates,
        logger: Logger
    ) {
        http = HTTP1Channel(
            responder: { request, writer, channel in
                let (id, peer) = (RequestID().description, channel.remoteAddress?.ipAddress)
                var logger = logger
                logger[metadataKey: "request"] = "\(id)"
                logger[metadataKey: "peer"] = "\(peer ?? "unknown")"
                let context = ServiceRequestContext(
                    ApplicationRequestContextSource(channel: channel, logger: logger), peer: peer,
                    connection: ClientConnection.current)
                var response = try await responder.respond(to: request, context: context)
                response.headers[.date] = dates.now
                response.headers[Self.requestID] = id
                do {
                    try await writer.write(response: response.head, body: response.body)
                } catch is HTTPParserError {
                    // Else it would be answered, within this response.
                    throw MalformedSuccessor()
                }
            }, configuration: .init(httpDecoderConfiguration: .init(maxHeaderListSize: 32 * 1024)))
        self.gate = gate
        self.times = times
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<GuardedConnection> {
        guard gate.admit(channel) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(Refused())
        }
        let client = ClientConnection()
        return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            try channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
            try channel.syncOptions?.setOption(.recvAllocator, value: Self.receiveAllocator)
            let pipeline = channel.pipeline.syncOperations
            let handler = ConnectionHandler(client, times, openedAt: channel.eventLoop.now, logger: logger)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(handler, position: .after(decoder))
            try pipeline.addHandler(MalformedRequestHandler(), position: .after(handler))
            try pipeline.addHandler(ArrivalHandler(handler), position: .first)
            return GuardedConnection(http: value, client: client)
        }
    }

    func handle(value: GuardedConnection, logger: Logger) async {
        await ClientConnection.$current.withValue(value.client) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}

#endif
