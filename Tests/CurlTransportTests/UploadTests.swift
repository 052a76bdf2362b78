import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite("Streamed request bodies", .timeLimit(.minutes(10)))
struct UploadTests {
    struct Broken: Error {}

    /// Returns what the server receives when `pieces` are sent.
    static func sent(
        _ pieces: [String], length: Int64?, method: HTTPRequest.Method = .post
    ) async throws -> (text: String, status: Int) {
        let received = Slot("")
        let script: @Sendable (Connection) -> Void = { connection in
            received.value = connection.read(upTo: length == nil ? "\r\n0\r\n\r\n" : pieces.joined()) ?? ""
            connection.send(ok("done"))
        }
        var status = 0
        try await withServer(script) { server, transport in
            let stream = AsyncStream { continuation in
                for piece in pieces { continuation.yield(Array(piece.utf8)) }
                continuation.finish()
            }
            let response = try await transport.send(server.request(method), body: .sequence(stream, length: length))
            status = response.head.status.code
        }
        return (received.value, status)
    }

    @Test(
        "A known length is sent as Content-Length, an unknown one in chunks",
        arguments: [HTTPRequest.Method.post, .put])
    func framing(method: HTTPRequest.Method) async throws {
        let known = try await Self.sent(["ab", "", "cde"], length: 5, method: method)
        #expect(known.status == 200)
        #expect(known.text.contains("\r\nContent-Length: 5\r\n") && known.text.hasSuffix("\r\n\r\nabcde"))
        #expect(!known.text.contains("chunked") && !known.text.contains("Expect"))
        let unknown = try await Self.sent(["ab", "cde"], length: nil, method: method)
        #expect(unknown.status == 200)
        #expect(unknown.text.contains("\r\nTransfer-Encoding: chunked\r\n") && unknown.text.hasSuffix("\r\n0\r\n\r\n"))
        #expect(!unknown.text.contains("Content-Length") && !unknown.text.contains("Expect"))
    }

    @Test("The next piece is requested when the one before is on its way")
    func backPressure() async throws {
        let requested = Slot(0)
        let pieces = AsyncStream<[UInt8]>(unfolding: {
            requested.change { $0 += 1 }
            return [UInt8](repeating: 1, count: 1 << 20)
        })
        // Reads nothing of the body, so that only the system's buffers are filled.
        try await withServer({ connection in
            _ = connection.read(upTo: "\r\n\r\n")
            connection.ignore()
        }) { server, transport in
            let error = await failure { () async throws(TransportError) in
                try await transport.send(
                    server.request(.post), body: .sequence(pieces),
                    options: TransferOptions(totalTimeout: .seconds(2)))
            }
            #expect(error == .timedOut)
            // Without back-pressure there would be thousands.
            #expect(requested.value < 64)
        }
    }

    @Test(
        "A sequence that fails, or has another length than announced, is requestBodyFailed", arguments: [0, 1, 2])
    func failing(kind: Int) async throws {
        let pieces = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield([1, 2, 3])
            if kind == 0 { continuation.finish(throwing: Broken()) } else { continuation.finish() }
        }
        try await withServer({ $0.stall() }) { server, transport in
            let length: Int64? = [nil, 2, 4][kind]
            let error = await failure { () async throws(TransportError) in
                try await transport.send(server.request(.post), body: .sequence(pieces, length: length))
            }
            guard case .requestBodyFailed(let why) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(why.contains("Broken") == (kind == 0))
        }
    }

    @Test("A piece beyond the announced length is an error, even if the server has responded to what came before")
    func tooLong() async throws {
        let pieces = AsyncStream<[UInt8]> { $0.yield([1, 2, 3]) }  // Neither ended nor continued.
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.read(upTo: "\u{1}\u{2}") != nil else { return }
            connection.send(ok("fine"))
            connection.stall()
        }
        try await withServer(script) { server, transport in
            let error = await failure { () async throws(TransportError) in
                try await transport.send(server.request(.post), body: .sequence(pieces, length: 2))
            }
            guard case .requestBodyFailed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(
        "A refusal ends the body, whether its sequence waits or not", arguments: ["", "Connection: close\r\n"],
        [nil, 100] as [Int64?])
    func refused(connection: String, length: Int64?) async throws {
        let ended = Signal()
        let pieces = AsyncStream<[UInt8]> { continuation in
            continuation.yield([1])
            continuation.onTermination = { _ in ended.fire() }
        }
        let script: @Sendable (Connection) -> Void = { client in
            _ = client.read(upTo: "\r\n\r\n")
            client.send("HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\(connection)\r\n")
            client.send("3\r\nbig\r\n0\r\n\r\n")
            client.stall()
        }
        try await withServer(script) { server, transport in
            let response = try await transport.send(
                server.request(.post), body: .sequence(pieces, length: length))
            #expect(response.head.status.code == 400)
            #expect(response.body == Array("big".utf8))
            await ended.wait()
        }
    }

    @Test("A sequence is cancelled after a refusal, even if its next piece is produced after the response")
    func late() async throws {
        let (responded, cancelled) = (Signal(), Signal())
        let pieces = LateSequence(first: responded, cancelled: cancelled)
        let script: @Sendable (Connection) -> Void = { client in
            _ = client.read(upTo: "\r\n\r\n")
            client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
            client.stall()
        }
        try await withServer(script) { server, transport in
            let response = try await transport.send(server.request(.post), body: .sequence(pieces))
            #expect(response.head.status.code == 413)
            responded.fire()
            await cancelled.wait()
        }
    }

    @Test("The sequence is released when no connection can be made")
    func noConnection() async throws {
        let (socket, port) = boundSocket()
        defer { close(socket) }
        let transport = try CurlTransport()
        let ended = Signal()
        let pieces = AsyncStream<[UInt8]> { continuation in continuation.onTermination = { _ in ended.fire() } }
        let request = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:\(port)", path: "/")
        let error = await failure { () async throws(TransportError) in
            try await transport.send(request, body: .sequence(pieces))
        }
        #expect(error == .couldNotConnect)
        await ended.wait()
        await transport.close()
    }

    @Test("Bodies in both directions are concurrent")
    func echo() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.read(upTo: "\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            _ = connection.read(upTo: "a")
            connection.send("A")
            _ = connection.read(upTo: "b")
            connection.send("B")
        }
        try await withServer(script) { server, transport in
            let (pieces, continuation) = AsyncStream<[UInt8]>.makeStream()
            let response = try await transport.stream(
                server.request(.post), body: .sequence(pieces, length: 2))
            var iterator = response.body.makeAsyncIterator()
            continuation.yield(Array("a".utf8))
            #expect(try await iterator.next() == Array("A".utf8))
            continuation.yield(Array("b".utf8))
            continuation.finish()
            #expect(try await iterator.next() == Array("B".utf8))
            #expect(try await iterator.next() == nil)
        }
    }
}

/// A sequence that waits for a latch before its first piece, cancelled or not, then signals its cancellation.
private struct LateSequence: AsyncSequence, AsyncIteratorProtocol, Sendable {
    let first: Signal
    let cancelled: Signal
    private var wasAsked = false

    init(first: Signal, cancelled: Signal) {
        self.first = first
        self.cancelled = cancelled
    }

    func makeAsyncIterator() -> Self { self }

    mutating func next() async -> [UInt8]? {
        let first = first
        guard wasAsked else {
            wasAsked = true
            await Task.detached { await first.wait() }.value
            return [1]
        }
        if Task.isCancelled { cancelled.fire() }
        return nil
    }
}
