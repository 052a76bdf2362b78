import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Request bodies and HTTP/2 flow control. RFC 9113 section 5.2.
@Suite(
    "Uploads over HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(10)))
struct HTTP2UploadTests {
    static let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    /// The same bytes as a whole, or in pieces.
    static func body(inPieces: Bool) -> RequestBody {
        guard inPieces else { return .bytes(body) }
        let pieces = stride(from: 0, to: body.count, by: 30_000).map { Array(body[$0..<min($0 + 30_000, body.count)]) }
        return .sequence(
            AsyncStream { continuation in
                for piece in pieces { continuation.yield(piece) }
                continuation.finish()
            })
    }

    /// The initial window of streams.
    static func window(_ size: UInt32) -> HTTP2Frame { .settings([(name: UInt16(4), value: size)]) }

    @Test(
        "A window that never opens ends the transfer at the deadline", arguments: [UInt32(0), 1, 65535], [true, false])
    func deadline(window: UInt32, inPieces: Bool) async throws {
        let received = Slot(0)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(Self.window(window))
            while let frame = peer.readFrame() {
                if frame.kind == HTTP2Frame.Kind.data { received.change { $0 += frame.payload.count } }
            }
        }
        try await withHTTP2Server(script) { server in
            let error = await failure { () async throws(TransportError) in
                try await server.transport.send(
                    server.request(.post), body: Self.body(inPieces: inPieces),
                    options: TransferOptions(totalTimeout: .milliseconds(500)))
            }
            #expect(error == .timedOut)
        }
        // What was sent before the settings arrived had the default window.
        #expect(received.value <= 65535)
    }

    @Test("A transfer that waits for its window can be cancelled", arguments: [true, false])
    func cancel(inPieces: Bool) async throws {
        let isFull = Signal()
        let reset = Slot<HTTP2Frame?>(nil)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            var received = 0
            while received < 65535, let frame = peer.readFrame() {
                if frame.kind == HTTP2Frame.Kind.data { received += frame.payload.count }
            }
            isFull.fire()
            // The server learns of the ended stream with the next one at the latest.
            reset.value = peer.read(upTo: HTTP2Frame.Kind.resetStream)
            guard let next = peer.readRequest() else { return }
            peer.respond(next.stream)
            peer.stall()
        }
        try await withHTTP2Server(script) { server in
            let (request, transport) = (server.request(.post), server.transport)
            let task = Task {
                await failure { () async throws(TransportError) in
                    try await transport.send(request, body: Self.body(inPieces: inPieces))
                }
            }
            await isFull.wait()
            task.cancel()
            #expect(await task.value == .cancelled)
            let next = try await transport.send(server.request())
            #expect(next.body == Array("ok".utf8))
            #expect(next.metrics?.isReusedConnection == true)
        }
        #expect(reset.value?.stream == 1)
    }

    @Test(
        "The body is sent through a window that opens gradually, or becomes negative first",
        arguments: [true, false])
    func opens(shrinks: Bool) async throws {
        let received = Slot<[UInt8]>([])
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            var hasShrunk = !shrinks
            while let frame = peer.readFrame() {
                guard frame.kind == HTTP2Frame.Kind.data else { continue }
                received.change { $0 += frame.payload }
                if frame.endsStream { return peer.respond(frame.stream) }
                if !hasShrunk, received.value.count == 65535 {
                    hasShrunk = true
                    peer.send(Self.window(10), .windowUpdate(frame.stream, 65535))
                }
                let count = UInt32(frame.payload.count)
                if count > 0 { peer.send(.windowUpdate(0, count), .windowUpdate(frame.stream, count)) }
            }
        }
        try await withHTTP2Server(script) { server in
            let response = try await server.transport.send(server.request(.post), body: Self.body(inPieces: true))
            #expect(response.body == Array("ok".utf8))
        }
        #expect(received.value == Self.body)
    }

    /// What a server sends instead of opening its window.
    private static let responses: [HTTP2Fault] = [
        .init("a window beyond the largest", .ended) { [.windowUpdate($0, 0x7FFF_FFFF)] },
        .init("a window of the connection beyond the largest", .ended) { _ in [.windowUpdate(0, 0x7FFF_FFFF)] },
        .init("a first window that makes it too large", .ended) {
            [.windowUpdate($0, 0x7FFF_0000), window(0x7FFF_FFFF)]
        },
        .init("a reset", .broken) { [.reset($0, code: 8)] },
        .init("GOAWAY", .notProcessed) { _ in [.goAway(lastStream: 0, code: 11)] },
        .init("the response", .response("no")) { [.headers($0, status: 413), .data($0, "no", ends: true)] },
    ]

    @Test("A response in the middle of a body ends the body", arguments: responses, [true, false])
    func response(fault: HTTP2Fault, inPieces: Bool) async throws {
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            guard let frame = peer.read(upTo: HTTP2Frame.Kind.data) else { return }
            peer.send(fault.frames(frame.stream))
            // Reads the rest of the body if there is a response.
            while let frame = peer.readFrame() {
                let count = UInt32(frame.payload.count)
                guard case .response = fault.outcome, frame.kind == HTTP2Frame.Kind.data, count > 0 else { continue }
                peer.send(.windowUpdate(0, count), .windowUpdate(frame.stream, count))
            }
        }
        try await withHTTP2Server(script) { server in
            let result = await result { () async throws(TransportError) in
                try await server.transport.send(
                    server.request(.post), body: Self.body(inPieces: inPieces),
                    options: TransferOptions(totalTimeout: fault.outcome == .ended ? .milliseconds(500) : .seconds(20)))
            }
            #expect(fault.outcome.matches(result), "\(result)")
        }
    }
}
