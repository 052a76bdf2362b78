import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite("Faults", .timeLimit(.minutes(10)))
struct FaultTests {
    /// Returns the error of a GET to a server that reads the request, sends `response`, and then does `ending`.
    static func error(
        _ response: String, options: TransferOptions = .init(),
        then ending: @escaping @Sendable (Connection) -> Void = { _ in }
    ) async throws -> TransportError? {
        var error: TransportError?
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(response)
            ending(connection)
        }
        try await withServer(script) { server, transport in
            let request = server.request()
            error = await failure { () async throws(TransportError) in
                try await transport.send(request, body: [], options: options)
            }
        }
        return error
    }

    static func isProtocolError(_ error: TransportError?) -> Bool {
        if case .malformedResponse = error { true } else { false }
    }

    static func isConnectionLost(_ error: TransportError?) -> Bool {
        if case .connectionLost = error { true } else { false }
    }

    @Test(
        "A server that stalls, before the head or in the body, is timedOut",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 200 OK\r\n\r\nab",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ])
    func stall(response: String) async throws {
        let start = ContinuousClock.now
        let error = try await Self.error(response, options: TransferOptions(totalTimeout: .milliseconds(400))) {
            $0.stall()
        }
        #expect(error == .timedOut)
        #expect(start.duration(to: .now) < .seconds(10))
    }

    @Test(
        "A body over the limit is refused: announced, in chunks, or until the end of the connection",
        arguments: [
            "Content-Length: 101\r\n\r\n", "Content-Length: 99999999999999999\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n65\r\n" + String(repeating: "x", count: 101),
            "\r\n" + String(repeating: "x", count: 101),
        ])
    func responseTooLarge(rest: String) async throws {
        let options = TransferOptions(maximumResponseBytes: 100)
        let error = try await Self.error("HTTP/1.1 200 OK\r\n" + rest, options: options) { $0.stall() }
        #expect(error == .responseTooLarge(limit: 100))
    }

    @Test("A body of exactly the limit is accepted", arguments: [0, 1000])
    func responseAtLimit(size: Int) async throws {
        let options = TransferOptions(maximumResponseBytes: size)
        #expect(try await Self.error(ok(String(repeating: "x", count: size)), options: options) == nil)
    }

    /// Heads of more than 64 KiB.
    enum HugeHead: String, CaseIterable, Sendable {
        case manyFields, longField, veryLongField, trailers, informational

        var response: String {
            let field = "X-A: \(String(repeating: "x", count: 1000))\r\n"
            return switch self {
            case .manyFields: "HTTP/1.1 200 OK\r\n" + String(repeating: field, count: 70)
            case .longField: "HTTP/1.1 200 OK\r\nX-A: \(String(repeating: "x", count: 90_000))\r\n\r\n"
            case .veryLongField: "HTTP/1.1 200 OK\r\nX-A: \(String(repeating: "x", count: 300_000))\r\n\r\n"
            case .trailers:
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: field, count: 70)
            case .informational: String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 4000)
            }
        }
    }

    @Test("Header fields over the limit are refused", arguments: HugeHead.allCases)
    func headTooLarge(head: HugeHead) async throws {
        #expect(try await Self.error(head.response) { $0.stall() } == .responseHeadTooLarge(limit: 64 << 10))
    }

    @Test("A head of exactly the limit is accepted, one with another byte is not", arguments: [0, 1])
    func headAtLimit(surplus: Int) async throws {
        let start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: "
        let filler = String(repeating: "x", count: (64 << 10) - start.utf8.count - 4 + surplus)
        let error = try await Self.error("\(start)\(filler)\r\n\r\n") { $0.stall() }
        #expect(error == (surplus == 0 ? nil : .responseHeadTooLarge(limit: 64 << 10)))
    }

    @Test(
        "A response that is not HTTP/1.1 is malformed",
        arguments: [
            "garbage\r\n\r\n", "<html>hello</html>", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/0.9 200 OK\r\n\r\n",
            "HTTP/1.1 2x0 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", "HTTP/1.1 200 OK\r\nX A: b\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 999999 What\r\n\r\n",
        ])
    func notHTTP(response: String) async throws {
        let error = try await Self.error(response)
        #expect(Self.isProtocolError(error), "\(String(describing: error))")
    }

    @Test("A malformed chunk size is an error")
    func brokenChunk() async throws {
        let error = try await Self.error("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n")
        #expect(Self.isConnectionLost(error), "\(String(describing: error))")
    }

    @Test("A connection closed without a byte is an empty response")
    func emptyResponse() async throws {
        #expect(try await Self.error("") == .emptyResponse)
    }

    @Test(
        "A body that ends early is truncated",
        arguments: [
            "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        ])
    func truncated(rest: String) async throws {
        #expect(try await Self.error("HTTP/1.1 200 OK\r\n" + rest) == .truncatedResponse)
    }

    @Test(
        "A reset before or in the response is a lost connection",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
    func reset(response: String) async throws {
        let error = try await Self.error(response) { $0.reset() }
        #expect(Self.isConnectionLost(error), "\(String(describing: error))")
    }

    @Test("A refused connection is couldNotConnect")
    func refused() async throws {
        let (listener, port) = boundSocket()  // Bound, so that no other process gets the port; not listening.
        defer { close(listener) }
        let transport = try CurlTransport()
        let error = await failure { () async throws(TransportError) in
            try await transport.send(
                HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: "/"))
        }
        #expect(error == .couldNotConnect)
        await transport.close()
    }

    @Test("A name that cannot be resolved is couldNotResolveHost")
    func unresolvable() async throws {
        let transport = try CurlTransport(configuration: .init(plainHTTP: .allowed))
        let host = String(repeating: "a", count: 70) + ".invalid"  // A label may have 63 bytes.
        let error = await failure { () async throws(TransportError) in
            try await transport.send(HTTPRequest(method: .get, scheme: "http", authority: host, path: "/"))
        }
        #expect(error == .couldNotResolveHost)
        await transport.close()
    }

    @Test("The transport still works after any fault")
    func recovers() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            guard let request = connection.readRequest() else { return }
            if request.hasPrefix("GET /reset") { return connection.reset() }
            if request.hasPrefix("GET /junk") { return connection.send("junk") }
            connection.send(ok("fine"))
        }
        try await withServer(script) { server, transport in
            for path in ["/reset", "/", "/junk", "/"] {
                let request = server.request(.get, path)
                let error = await failure { () async throws(TransportError) in try await transport.send(request) }
                #expect((error == nil) == (path == "/"))
            }
        }
    }
}
