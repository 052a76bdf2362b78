#if Service

internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Keeps one connection within its deadlines and within a few requests at a time, and tells its waits of its end.
///
/// It stands behind the HTTP decoder. What a client sends after a last response is read and forgotten, since closing a socket
/// with unread bytes would take the response from the client.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The most requests that a client may send before it has their responses.
    static let maximumPipelinedRequests = 8

    private let connection: ClientConnection
    private let logger: Logger
    private var state: ConnectionState
    private var context: ChannelHandlerContext?
    /// When the timer fires that was set last.
    private var timer: NIODeadline?
    /// The response that is being written is the last one.
    private var isLastResponse = false

    init(_ connection: ClientConnection, _ times: ConnectionState.Times, openedAt now: NIODeadline, logger: Logger) {
        self.connection = connection
        self.logger = logger
        state = ConnectionState(times, openedAt: now)
    }

    /// Bytes have arrived that may not yet be a whole head.
    func receivedBytes() {
        guard let context else { return }
        state.receivedBytes(at: context.eventLoop.now)
        schedule(context)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        connection.end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !state.isClosing else { return }
        switch Self.unwrapInboundIn(data) {
        case .head:
            state.receivedHead(at: context.eventLoop.now)
            guard state.openRequests <= Self.maximumPipelinedRequests else {
                state.close(at: context.eventLoop.now)
                return context.close(promise: nil)
            }
            connection.queue(state.openRequests - 1)
        case .body: break
        case .end: state.receivedEnd()
        }
        context.fireChannelRead(data)
        schedule(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            state.inputEnded()
            connection.end()
            schedule(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What follows cannot be understood.
        state.receivedGarbage(at: context.eventLoop.now)
        connection.end()
        schedule(context)
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            isLastResponse = state.beganResponse(
                at: context.eventLoop.now,
                isStream: head.headers.first(name: "content-type") == DeviceEventRoutes.mediaType)
            if isLastResponse { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
            schedule(context)
        case .body where state.beganPart(at: context.eventLoop.now):
            let promise = promise ?? context.eventLoop.makePromise()
            context.write(data, promise: promise)
            promise.futureResult.assumeIsolated().whenComplete { _ in self.state.wrotePart() }
            schedule(context)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            // The end of a stream has its time too: the last part may have been taken just before the client's system was full.
            if state.beganPart(at: context.eventLoop.now) { schedule(context) }
            let promise = promise ?? context.eventLoop.makePromise()
            context.write(data, promise: promise)
            promise.futureResult.assumeIsolated().whenComplete { _ in self.wroteResponse() }
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            state.close(at: context.eventLoop.now)
            schedule(context)
        }
        context.close(mode: mode, promise: promise)
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard let context else { return }
        let now = context.eventLoop.now
        if let timer, timer <= now { self.timer = nil }
        guard let deadline = state.deadline else { return }
        guard deadline <= now else { return schedule(context) }
        logger.debug("closed a connection at its deadline")
        context.close(promise: nil)
    }

    private func wroteResponse() {
        guard let context else { return }
        state.wroteResponse(at: context.eventLoop.now)
        connection.queue(max(0, state.openRequests - 1))
        if isLastResponse {
            state.close(at: context.eventLoop.now)
            context.close(mode: .output, promise: nil)
        }
        schedule(context)
    }

    /// Sees to it that a timer fires no later than the deadline.
    ///
    /// One that fires earlier is set again then, and none is cancelled: that would cost a search among those of all
    /// connections, with every request.
    private func schedule(_ context: ChannelHandlerContext) {
        guard let deadline = state.deadline else { return }
        if let timer, timer <= deadline { return }
        timer = deadline
        _ = try? context.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: self)
    }
}

#endif
