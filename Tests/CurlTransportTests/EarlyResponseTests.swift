import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Responses that are complete before the request body was sent. RFC 9110 section 7.5.
@Suite("Early responses", .timeLimit(.minutes(10)))
struct EarlyResponseTests {
    /// A body that the server does not read.
    enum Upload: CaseIterable {
        case bytes, announced, chunked

        var body: RequestBody {
            // Never ended, and never long enough.
            let pieces = AsyncStream<[UInt8]> { $0.yield([1, 2, 3]) }
            return switch self {
            case .bytes: .bytes([UInt8](repeating: 1, count: 32 << 20))
            case .announced: .sequence(pieces, length: 1 << 20)
            case .chunked: .sequence(pieces)
            }
        }
    }

    /// What a server does after its response.
    enum Ending: CaseIterable { case waits, announcesClose, closes, announcesAndCloses }

    static let framings = [
        "Content-Length: 5\r\n\r\nearly", "Transfer-Encoding: chunked\r\n\r\n5\r\nearly\r\n0\r\n\r\n",
    ]

    /// Reads the head of a request, sends `rest` as the response, and then does `ending`; responds to `/next` in full.
    ///
    /// - Parameter lingers: Whether a server that closes waits for the client to close, too (RFC 9112 section 9.6).
    static func script(
        _ status: Int, _ rest: String, _ ending: Ending, lingers: Bool = true
    ) -> @Sendable (Connection) -> Void {
        { connection in
            guard let head = connection.read(upTo: "\r\n\r\n") else { return }
            guard !head.hasPrefix("GET /next ") else { return connection.send(ok("next")) }
            let isAnnounced = ending == .announcesClose || ending == .announcesAndCloses
            let close = isAnnounced ? "Connection: close\r\n" : ""
            connection.send("HTTP/1.1 \(status) Early\r\nLocation: /elsewhere\r\n\(close)\(rest)")
            if ending == .closes || ending == .announcesAndCloses {
                guard lingers else { return }
                connection.finish()
            }
            connection.ignore()
        }
    }

    @Test(
        "An early response is returned at once, and its connection is not reused",
        arguments: [200, 307, 403, 413], Upload.allCases)
    func complete(status: Int, upload: Upload) async throws {
        for ending in Ending.allCases {
            for framing in Self.framings {
                // A server that does not linger resets a client that is sending, which may take the response with it.
                let script = Self.script(status, framing, ending, lingers: upload == .bytes)
                try await withServer(script) { server, transport in
                    let response = try await transport.send(server.request(.post), body: upload.body)
                    #expect(response.head.status.code == status)
                    #expect(response.head.headerFields[.location] == "/elsewhere")
                    #expect(response.body == Array("early".utf8))
                    let next = try await transport.send(server.request(.get, "/next"))
                    #expect(next.body == Array("next".utf8))
                    #expect(server.connectionCount == 2)
                }
            }
        }
    }

    @Test("An early response without a body is returned", arguments: ["Content-Length: 0\r\n\r\n", "X-A: b\r\n\r\n"])
    func withoutBody(rest: String) async throws {
        let status = rest.hasPrefix("X") ? 204 : 200
        try await withServer(Self.script(status, rest, .waits)) { server, transport in
            let response = try await transport.send(server.request(.post), body: Upload.bytes.body)
            #expect(response.head.status.code == status && response.body.isEmpty)
        }
    }

    @Test("An early response is streamed, to a reader that is slower, too", arguments: framings)
    func streamed(framing: String) async throws {
        let body = String(repeating: "0123456789abcdef", count: 1 << 17)
        let rest =
            framing.hasPrefix("C")
            ? "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            : "Transfer-Encoding: chunked\r\n\r\n\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
        try await withServer(Self.script(200, rest, .waits)) { server, transport in
            let response = try await transport.stream(server.request(.post), body: Upload.bytes.body)
            var received: [UInt8] = []
            for try await piece in response.body {
                received += piece
                await Task.yield()
            }
            #expect(received == Array(body.utf8))
        }
    }

    @Test(
        "An early response that is incomplete is none",
        arguments: [
            "Content-Length: 6\r\n\r\nearly", "Transfer-Encoding: chunked\r\n\r\n5\r\nearly\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nearly\r\n0\r\n", "Transfer-Encoding: chunked\r\n\r\n6\r\nearly",
            "\r\nearly",
        ])
    func incomplete(rest: String) async throws {
        try await withServer(Self.script(200, rest, .waits)) { server, transport in
            let error = await failure { () async throws(TransportError) in
                try await transport.send(
                    server.request(.post), body: Upload.bytes.body,
                    options: TransferOptions(totalTimeout: .milliseconds(300)))
            }
            #expect(error == .timedOut)
        }
    }

    @Test("A response that begins early does not end the request before it is complete")
    func overlapping() async throws {
        let received = Slot("")
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.read(upTo: "\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nA\r\n")
            received.value = connection.read(upTo: "0\r\n\r\n") ?? ""
            connection.send("1\r\nB\r\n0\r\n\r\n")
            guard connection.read(upTo: "\r\n\r\n") != nil else { return }
            connection.send(ok("next"))
        }
        try await withServer(script) { server, transport in
            let (pieces, continuation) = AsyncStream<[UInt8]>.makeStream()
            let response = try await transport.stream(server.request(.post), body: .sequence(pieces))
            var iterator = response.body.makeAsyncIterator()
            #expect(try await iterator.next() == Array("A".utf8))
            continuation.yield(Array("body".utf8))
            continuation.finish()
            #expect(try await iterator.next() == Array("B".utf8))
            #expect(try await iterator.next() == nil)
            // Both were complete, so the connection is.
            #expect(try await transport.send(server.request()).metrics?.isReusedConnection == true)
        }
        #expect(received.value == "4\r\nbody\r\n0\r\n\r\n")
    }

    @Test("The task that produces the body is cancelled after an early response")
    func cancelled() async throws {
        let ended = Signal()
        let pieces = AsyncStream<[UInt8]> { continuation in
            continuation.yield([1])
            continuation.onTermination = { _ in ended.fire() }
        }
        try await withServer(Self.script(200, Self.framings[1], .waits)) { server, transport in
            let response = try await transport.send(server.request(.post), body: .sequence(pieces))
            #expect(response.head.status == .ok)
            await ended.wait()
        }
    }
}
