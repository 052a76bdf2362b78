import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

@Suite("Connection reuse", .timeLimit(.minutes(10)))
struct ConnectionReuseTests {
    /// The body of a request.
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

    @Test("A connection is reused for the next request", arguments: Upload.allCases)
    func reuse(upload: Upload) async throws {
        try await withServer({ $0.respondToAll() }) { server, transport in
            for turn in 0..<3 {
                let response = try await transport.send(server.request(.post), body: upload.body)
                #expect(response.metrics?.isReusedConnection == (turn > 0))
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test(
        "Bytes after a response are not the response to the next request", arguments: Upload.allCases,
        [1, 64])
    func late(upload: Upload, limit: Int) async throws {
        let (received, spoiled) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil {
                connection.send(ok("expected"))
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
                #expect(response.body == Array("expected".utf8))
                #expect(response.metrics?.isReusedConnection == false)
                received.open()
                await spoiled.wait()
            }
            #expect(server.connectionCount == 3)
        }
    }

    @Test("Bytes after a response on a Unix socket are not the response to the next request")
    func unixSocket() async throws {
        let folder = TemporaryFolder()
        let (received, spoiled) = (Latch(), Signal())
        let server = FaultServer(unixSocket: folder.file("socket")) { connection in
            while connection.readRequest() != nil {
                connection.send(ok("expected"))
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
            #expect(response.body == Array("expected".utf8))
            received.open()
            await spoiled.wait()
        }
        await transport.close()
    }

    @Test("A single byte prevents the reuse of its connection, and of no other")
    func others() async throws {
        let (received, spoiled) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                connection.send(ok("expected"))
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
                #expect(response.body == Array("expected".utf8))
            }
            #expect(server.connectionCount == 1)
            received.open()
            await spoiled.wait()
            for _ in 0..<3 {
                let response = try await transport.send(server.request())
                #expect(response.body == Array("expected".utf8))
            }
            #expect(server.connectionCount == 2)
        }
    }

    @Test("A request that needs a new connection keeps its deadline")
    func deadline() async throws {
        let (received, spoiled) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            guard let request = connection.readRequest(), !request.hasPrefix("GET /silent ") else {
                return connection.stall()
            }
            connection.send(ok("expected"))
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

    /// Responds to the first request, closes the connection after the second, and responds on other connections.
    private static func leavingOnce(_ requests: Slot<Int>) -> @Sendable (Connection) -> Void {
        { connection in
            while connection.readRequest() != nil {
                requests.change { $0 += 1 }
                if requests.value == 2 { return }
                connection.send(ok("fine"))
            }
        }
    }

    @Test("A request is not sent again when a reused connection is lost before the response")
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

    @Test("A request on a reused connection that is lost with its server counts as sent, and a POST is not retried")
    func serverGone() async throws {
        let requests = Slot(0)
        try await withServer(Self.leavingOnce(requests)) { server, transport in
            _ = try await transport.send(server.request())
            // libcurl would send the request again, and then reports that it could not connect.
            server.stopListening()
            let error = await failure { () async throws(TransportError) in
                try await RetryingTransport(transport).send(server.request(.post), body: [], options: .init())
            }
            #expect(error?.isBeforeSending == false, "\(String(describing: error))")
            #expect(error.map { RetryPolicy().allows(.post, after: $0) } == false)
        }
        #expect(requests.value == 2)
    }

    @Test("A connection is recorded while it is open, and waited for while it is idle")
    func recorded() throws {
        var sockets: [Int32] = [-1, -1]
        unsafe try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
        defer { for socket in sockets { close(socket) } }
        let (ours, peer) = (sockets[0], sockets[1])
        let poller = try #require(SocketPoller())
        let pool = PooledConnections(poller)
        func endpoints(_ port: Int32) -> PooledConnections.Endpoints {
            .init(remoteAddress: "192.0.2.1", remotePort: 80, localAddress: "192.0.2.2", localPort: port)
        }
        // Two transfers share a connection; it is idle when both have ended.
        #expect(pool.use(endpoints(1), isReused: false).isUsable && pool.use(endpoints(1), isReused: true).isUsable)
        pool.release(endpoints(1), isHTTP1: true) { nil }
        #expect(pool.count == 1 && !poller.isWatching(ours))
        pool.release(endpoints(1), isHTTP1: true) { ours }
        #expect(poller.isWatching(ours))
        #expect(pool.use(endpoints(1), isReused: true).isUsable && !poller.isWatching(ours))
        pool.release(endpoints(1), isHTTP1: true) { nil }
        #expect(poller.isWatching(ours))
        // A byte that belongs to no response.
        unsafe #expect(write(peer, [1], 1) == 1)
        #expect(!pool.use(endpoints(1), isReused: true).isUsable)
        pool.release(endpoints(1), isHTTP1: true) { nil }
        pool.socketWillClose(ours)
        #expect(pool.count == 0 && !poller.isWatching(ours))
        // A connection that is closed before its socket is known leaves nothing.
        #expect(pool.use(endpoints(2), isReused: false).isUsable)
        pool.release(endpoints(2), isHTTP1: true) { nil }
        #expect(pool.count == 0)
    }
}
