import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

/// Connections that are used for one request after the other, and those that must not be.
@Suite("Kept connections", .timeLimit(.minutes(1)))
struct KeptConnectionTests {
    /// What a request sends.
    enum Upload: CaseIterable {
        case nothing, bytes, sequence

        var body: RequestBody {
            switch self {
            case .nothing: .none
            case .bytes: .bytes([1, 2, 3])
            case .sequence:
                .sequence(
                    AsyncStream {
                        $0.yield([1, 2, 3]); $0.finish()
                    }, length: 3)
            }
        }
    }

    @Test("a connection serves one request after the other", arguments: Upload.allCases)
    func kept(upload: Upload) async throws {
        try await withServer({ $0.answerAll() }) { server, transport in
            for turn in 0..<3 {
                let response = try await transport.send(server.request(.post), body: upload.body)
                #expect(response.metrics?.connectionReused == (turn > 0))
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test(
        "what comes after a response, when nothing was asked, answers no request", arguments: Upload.allCases,
        [1, 64])
    func late(upload: Upload, limit: Int) async throws {
        let (received, spoiled) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil {
                connection.send(ok("asked"))
                received.wait()
                connection.send(ok("forged"))
                connection.flush()
                spoiled.fire()
            }
        }
        let configuration = CurlTransport.Configuration(maximumConnectionsPerHost: limit)
        try await withServer(configuration: configuration, script) { server, transport in
            for _ in 0..<3 {
                let response = try await transport.send(server.request(.post), body: upload.body)
                #expect(response.body == Array("asked".utf8))
                #expect(response.metrics?.connectionReused == false)
                received.open()
                await spoiled.wait()
            }
            #expect(server.connectionCount == 3)
        }
    }

    @Test("what comes after a response on a Unix socket answers no request")
    func unixSocket() async throws {
        let folder = TemporaryFolder()
        let (received, spoiled) = (Latch(), Signal())
        let server = FaultServer(unixSocket: folder.file("socket")) { connection in
            while connection.readRequest() != nil {
                connection.send(ok("asked"))
                received.wait()
                connection.send(ok("forged"))
                spoiled.fire()
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(configuration: .init(unixSocket: folder.file("socket")))
        let request = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        for _ in 0..<3 {
            let response = try await transport.send(request)
            #expect(response.body == Array("asked".utf8))
            received.open()
            await spoiled.wait()
        }
        await transport.close()
    }

    @Test("a single byte is enough, and connections that were kept well are kept on")
    func others() async throws {
        let (received, spoiled) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                connection.send(ok("asked"))
                guard request.hasPrefix("GET /spoil ") else { continue }
                received.wait()
                connection.send(" ")
                connection.flush()
                spoiled.fire()
            }
        }
        try await withServer(script) { server, transport in
            for path in ["/", "/", "/spoil"] {
                let response = try await transport.send(server.request(.get, path))
                #expect(response.body == Array("asked".utf8))
            }
            #expect(server.connectionCount == 1)
            received.open()
            await spoiled.wait()
            for _ in 0..<3 {
                let response = try await transport.send(server.request())
                #expect(response.body == Array("asked".utf8))
            }
            #expect(server.connectionCount == 2)
        }
    }

    @Test("a request that had to change its connection has its deadline all the same")
    func deadline() async throws {
        let (received, spoiled) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            guard let request = connection.readRequest(), !request.hasPrefix("GET /silent ") else {
                return connection.stall()
            }
            connection.send(ok("asked"))
            received.wait()
            connection.send(ok("forged"))
            connection.flush()
            spoiled.fire()
            connection.stall()
        }
        try await withServer(script) { server, transport in
            _ = try await transport.send(server.request())
            received.open()
            await spoiled.wait()
            let error = await failure { () async throws(TransportError) in
                try await transport.send(
                    server.request(.get, "/silent"), body: [],
                    options: TransferOptions(totalTimeout: .milliseconds(200)))
            }
            #expect(error == .timedOut)
            #expect(server.connectionCount == 2)
        }
    }

    /// Answers the first request, leaves upon the second, and answers those that come on other connections.
    private static func leavingOnce(_ requests: Slot<Int>) -> @Sendable (Connection) -> Void {
        { connection in
            while connection.readRequest() != nil {
                requests.change { $0 += 1 }
                if requests.value == 2 { return }
                connection.send(ok("fine"))
            }
        }
    }

    @Test("a kept connection that dies before the answer is not repeated behind the caller's back")
    func noSilentRepetition() async throws {
        let requests = Slot(0)
        try await withServer(Self.leavingOnce(requests)) { server, transport in
            _ = try await transport.send(server.request())
            let error = await failure { () async throws(TransportError) in try await transport.send(server.request()) }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(requests.value == 2)
            #expect(try await transport.send(server.request()).head.status == .ok)
        }
    }

    @Test("a request whose kept connection dies with its server counts as sent, and a POST is not sent again")
    func serverGone() async throws {
        let requests = Slot(0)
        try await withServer(Self.leavingOnce(requests)) { server, transport in
            _ = try await transport.send(server.request())
            // libcurl would send the request again, and then says that it could not connect.
            server.stopListening()
            let error = await failure { () async throws(TransportError) in
                try await RetryingTransport(transport).send(server.request(.post), body: [], options: .init())
            }
            #expect(error?.isBeforeSending == false, "\(String(describing: error))")
            #expect(error.map { RetryPolicy().allows(.post, after: $0) } == false)
        }
        #expect(requests.value == 2)
    }

    @Test("what is remembered of connections is bounded, and open ones are not forgotten")
    func pruning() throws {
        let (open, port) = boundSocket()
        defer { close(open) }
        let connections = KeptConnections()
        func route(_ port: Int) -> KeptConnections.Route {
            .init(remoteAddress: "192.0.2.1", remotePort: 80, localAddress: "192.0.2.2", localPort: Int32(port))
        }
        connections.note(route(Int(port))) { open }
        for port in 70_000..<80_000 {
            connections.note(route(port)) { -1 }
            #expect(connections.count <= 1025)
        }
        connections.note(route(Int(port))) {
            Issue.record("forgotten")
            return nil
        }
    }
}
