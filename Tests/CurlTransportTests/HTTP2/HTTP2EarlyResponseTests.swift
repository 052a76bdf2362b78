import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Responses that are complete before the request body was sent. RFC 9113 section 8.1.
@Suite(
    "Early responses over HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall),
    .timeLimit(.minutes(10)))
struct HTTP2EarlyResponseTests {
    /// A body that does not fit into the server's window, which never opens.
    enum Upload: CaseIterable {
        case bytes, announced, unannounced

        var body: RequestBody {
            let pieces = AsyncStream<[UInt8]> { $0.yield([1, 2, 3]) }
            return switch self {
            case .bytes: .bytes([UInt8](repeating: 1, count: 200_000))
            case .announced: .sequence(pieces, length: 1 << 20)
            case .unannounced: .sequence(pieces)
            }
        }
    }

    /// Responds to the first DATA of the first request with `frames`, one TLS record each, and to later requests in full.
    static func script(
        _ reset: Slot<UInt32?>, _ frames: @escaping @Sendable (UInt32) -> [HTTP2Frame]
    ) -> @Sendable (HTTP2Peer) -> Void {
        { peer in
            peer.send(.settings())
            guard let first = peer.read(upTo: HTTP2Frame.Kind.data)?.stream else { return }
            for frame in frames(first) { peer.send(frame) }
            // A window update is for the next request, whose body is sent on the same connection.
            while let frame = peer.readFrame() {
                if frame.kind == HTTP2Frame.Kind.resetStream { reset.value = frame.stream }
                if frame.endsStream, frame.stream != first { peer.respond(frame.stream, "next") }
            }
        }
    }

    @Test(
        "An early response is returned at once, whether the server resets the stream or not",
        arguments: [200, 307, 403, 413], Upload.allCases)
    func complete(status: Int, upload: Upload) async throws {
        for isReset in [true, false] {
            let reset = Slot<UInt32?>(nil)
            let script = Self.script(reset) { stream in
                [
                    .headers(stream, status: status, [("content-length", "5")]), .data(stream, "early", ends: true),
                ] + (isReset ? [.reset(stream, code: 0)] : [])
            }
            try await withHTTP2Server(script) { server in
                let response = try await server.transport.send(server.request(.post), body: upload.body)
                #expect(response.head.status.code == status)
                #expect(response.body == Array("early".utf8))
                let next = try await server.transport.send(server.request())
                #expect(next.body == Array("next".utf8))
            }
        }
    }

    @Test("An early response without a length is returned once its stream is reset", arguments: [200, 307, 413])
    func withoutLength(status: Int) async throws {
        let script = Self.script(Slot(nil)) { stream in
            [.headers(stream, status: status), .data(stream, "early", ends: true), .reset(stream, code: 0)]
        }
        try await withHTTP2Server(script) { server in
            let response = try await server.transport.send(server.request(.post), body: Upload.bytes.body)
            #expect(response.head.status.code == status)
            #expect(response.body == Array("early".utf8))
        }
    }

    @Test("An early response without a length or a reset is returned from status 300 on", arguments: [307, 403, 413])
    func endless(status: Int) async throws {
        for upload in Upload.allCases {
            let script = Self.script(Slot(nil)) { stream in
                [.headers(stream, status: status), .data(stream, "ear"), .data(stream, "ly", ends: true)]
            }
            try await withHTTP2Server(script) { server in
                let response = try await server.transport.send(server.request(.post), body: upload.body)
                #expect(response.head.status.code == status)
                #expect(response.body == Array("early".utf8))
            }
        }
    }

    @Test("Below 300, it could be incomplete, and ends at the deadline")
    func unknown() async throws {
        let script = Self.script(Slot(nil)) { stream in [.headers(stream), .data(stream, "early", ends: true)] }
        try await withHTTP2Server(script) { server in
            let result = await result { () async throws(TransportError) in
                try await server.transport.send(
                    server.request(.post), body: Upload.bytes.body,
                    options: TransferOptions(totalTimeout: .milliseconds(1500)))
            }
            switch result {
            case .success(let response): #expect(response.body == Array("early".utf8))
            case .failure(let error): #expect(error == .timedOut)
            }
        }
    }

    @Test(
        "A response whose stream is reset with an error is none, nor is an incomplete one",
        arguments: [UInt32(1), 2, 8])
    func broken(code: UInt32) async throws {
        let script = Self.script(Slot(nil)) { stream in
            [.headers(stream, [("content-length", "6")]), .data(stream, "early"), .reset(stream, code: code)]
        }
        try await withHTTP2Server(script) { server in
            let error = await failure { () async throws(TransportError) in
                try await server.transport.send(server.request(.post), body: Upload.bytes.body)
            }
            #expect(error.map(HTTP2Fault.Outcome.isBroken) == true, "\(String(describing: error))")
        }
    }

    @Test("libcurl 7.88 loses a response whose reset is in the same TLS record; the transfer ends at once")
    func oneRecord() async throws {
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            guard let stream = peer.read(upTo: HTTP2Frame.Kind.data)?.stream else { return }
            peer.send(
                .headers(stream, [("content-length", "5")]), .data(stream, "early", ends: true), .reset(stream, code: 0)
            )
            peer.stall()
        }
        try await withHTTP2Server(script) { server in
            let result = await result { () async throws(TransportError) in
                try await server.transport.send(server.request(.post), body: Upload.bytes.body)
            }
            switch result {
            case .success(let response): #expect(response.body == Array("early".utf8))
            case .failure(let error): #expect(HTTP2Fault.Outcome.isBroken(error), "\(error)")
            }
        }
    }
}
