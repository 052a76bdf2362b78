import CurlTransport
import HTTPExchange
import HTTPTypes
import Synchronization
import TestServer
import Testing

/// Responses that a parser could misread, and endless ones.
@Suite("Hostile responses", .timeLimit(.minutes(10)))
struct HostileResponseTests {
    private static let forged = ok("forged")

    @Test(
        "Malformed chunks are an error",
        arguments: [
            "zz\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", "\r\nabc\r\n0\r\n\r\n", "3\r\nabcX\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFFF\r\nabc", "11111111111111111\r\nabc", "3;\0\r\nabcX0\r\n\r\n",
        ])
    func badChunks(body: String) async throws {
        let error = try await FaultTests.error("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
        switch error {
        case .connectionLost, .malformedResponse: break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test("Bytes after a body are not the next response")
    func surplus() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil { connection.send(ok("first") + Self.forged) }
        }
        try await withServer(script) { server, transport in
            for _ in 0..<3 {
                let response = try await transport.send(server.request())
                #expect(response.body == Array("first".utf8))
            }
            #expect(server.connectionCount == 3)
        }
    }

    @Test("A response without a body has none, whatever follows it", arguments: ["204 No Content", "304 Not Modified"])
    func noBody(status: String) async throws {
        let sent = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 \(status)\r\nContent-Length: \(Self.forged.utf8.count)\r\n\r\n" + Self.forged)
                connection.flush()
                sent.fire()
            }
        }
        try await withServer(script) { server, transport in
            for _ in 0..<3 {
                let response = try await transport.send(server.request())
                #expect(response.body.isEmpty)
                #expect(status.hasPrefix(String(response.head.status.code)))
                await sent.wait()
            }
        }
    }

    @Test("Two lengths that differ are an error")
    func twoLengths() async throws {
        let error = try await FaultTests.error("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde")
        #expect(FaultTests.isProtocolError(error), "\(String(describing: error))")
    }

    @Test("A body that arrives byte by byte ends at the deadline", arguments: ["Content-Length: 1000000", "X-Y: z"])
    func drip(field: String) async throws {
        let start = ContinuousClock.now
        let error = try await FaultTests.error(
            "HTTP/1.1 200 OK\r\n\(field)\r\n\r\n", options: TransferOptions(totalTimeout: .milliseconds(300))
        ) { $0.drip("x") }
        #expect(error == .timedOut)
        #expect(start.duration(to: .now) < .seconds(10))
    }

    @Test("A head that arrives byte by byte ends at the deadline")
    func dripHead() async throws {
        let options = TransferOptions(totalTimeout: .milliseconds(300))
        let error = try await FaultTests.error("HTTP/1.1 200 OK\r\nX-Y: ", options: options) { $0.drip("x") }
        #expect(error == .timedOut)
    }

    @Test("A redirect to itself is returned, and requested once", arguments: [301, 302, 303, 307, 308])
    func redirectLoop(status: Int) async throws {
        let requests = Mutex(0)
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil {
                requests.withLock { $0 += 1 }
                connection.send("HTTP/1.1 \(status) Again\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
            }
        }
        try await withServer(script) { server, transport in
            let response = try await transport.send(server.request())
            #expect(response.head.status.code == status)
            #expect(response.head.headerFields[.location] == "/")
        }
        #expect(requests.withLock { $0 } == 1)
    }
}
