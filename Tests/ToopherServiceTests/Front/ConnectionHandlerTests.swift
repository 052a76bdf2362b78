#if Service

import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import ToopherService

/// The handler of a connection without a connection, on an event loop whose time is the test's.
@Suite("Connections whose clients do not read") struct ConnectionHandlerTests {
    /// The client's system: it has no room until the test says so.
    private final class FullSystem: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart

        private var unwritten: [EventLoopPromise<Void>?] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            unwritten.append(promise)
        }

        /// Takes what has been written so far.
        func take() {
            let promises = unwritten
            unwritten = []
            for promise in promises { promise?.succeed() }
        }
    }

    /// Runs a test with a connection on which the response to one request has begun.
    private func withResponse(
        type: String, _ body: (EmbeddedChannel, FullSystem) throws -> Void
    ) throws {
        let loop = EmbeddedEventLoop()
        let system = FullSystem()
        let handler = ConnectionHandler(
            ClientConnection(), ConnectionState.Times(ConnectionLimits()), openedAt: loop.now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let channel = EmbeddedChannel(handlers: [system, handler], loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/v1/device/events")
        try channel.writeInbound(HTTPServerRequestPart.head(request))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-type": type])
        channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
        try body(channel, system)
        // A promise must not be forgotten.
        system.take()
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    private func write(_ text: String, to channel: EmbeddedChannel) {
        channel.writeAndFlush(
            HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
    }

    @Test(
        "A stream that the service ends is closed at its deadline, if its end is not taken", arguments: [true, false])
    func endOfStream(isPartOpen: Bool) throws {
        try withResponse(type: DeviceEventRoutes.mediaType) { channel, system in
            write(":\n\n", to: channel)
            system.take()
            // Between its parts a stream may last.
            channel.embeddedEventLoop.advanceTime(by: .seconds(500))
            #expect(channel.isActive)
            if isPartOpen { write(":\n\n", to: channel) }
            channel.embeddedEventLoop.advanceTime(by: .seconds(10))
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
            channel.embeddedEventLoop.advanceTime(by: .seconds(isPartOpen ? 19 : 29))
            #expect(channel.isActive)
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(!channel.isActive)
        }
    }

    @Test("A stream whose end is taken leaves its connection for the next request")
    func takenEnd() throws {
        try withResponse(type: DeviceEventRoutes.mediaType) { channel, system in
            write(":\n\n", to: channel)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
            channel.embeddedEventLoop.advanceTime(by: .seconds(29))
            system.take()
            channel.embeddedEventLoop.advanceTime(by: .seconds(74))
            #expect(channel.isActive)
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(!channel.isActive, "idle")
        }
    }

    @Test("Any other response that is not taken is closed at the deadline of a response")
    func response() throws {
        try withResponse(type: "application/json") { channel, _ in
            write("{}", to: channel)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
            channel.embeddedEventLoop.advanceTime(by: .seconds(29))
            #expect(channel.isActive)
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(!channel.isActive)
        }
    }
}

#endif
