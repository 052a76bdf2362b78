import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite("Idle connections", .timeLimit(.minutes(10)))
struct IdleConnectionTests {
    @Test("A connection that the server closes is closed at once, not at its next use")
    func closed() async throws {
        let (received, respond) = (Signal(), Latch())
        let (shut, gone) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            received.fire()
            respond.wait()
            connection.send(ok("fine"))
            shut.wait()
            connection.finish()
            connection.stall()
            gone.fire()
        }
        try await withServer(script) { server, transport in
            let requests = (0..<3).map { _ in Task { [request = server.request()] in try await transport.send(request) }
            }
            // Each has a connection of its own.
            for _ in requests { await received.wait() }
            for _ in requests { respond.open() }
            for request in requests { _ = try await request.value }
            let start = ContinuousClock.now
            for _ in requests { shut.open() }
            for _ in 0..<server.connectionCount { await gone.wait() }
            // The connections would stay for the idle timeout of 50 seconds.
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    @Test("A connection with bytes that belong to no response is closed")
    func surplus() async throws {
        let (spoil, gone) = (Latch(), Signal())
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(ok("fine"))
            spoil.wait()
            connection.send(ok("forged"))
            connection.stall()
            gone.fire()
        }
        try await withServer(script) { server, transport in
            _ = try await transport.send(server.request())
            spoil.open()
            await gone.wait()
        }
    }

    @Test("The only connection that may be open is closed, too, and another one is made")
    func single() async throws {
        let gone = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(ok("fine"))
            connection.finish()
            connection.stall()
            gone.fire()
        }
        let configuration = CurlTransport.Configuration(maximumConnections: 1, maximumConnectionsPerHost: 1)
        try await withServer(configuration: configuration, script) { server, transport in
            for _ in 0..<3 {
                let response = try await transport.send(server.request())
                #expect(response.body == Array("fine".utf8))
                await gone.wait()
            }
            #expect(server.connectionCount == 3)
        }
    }

    @Test(
        "A connection is closed after a request that says so, even if the server would keep it",
        arguments: [
            "close", "keep-alive, Close ", "foo,close",
        ])
    func closing(option: String) async throws {
        let gone = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            connection.respondToAll("fine")
            gone.fire()
        }
        try await withServer(script) { server, transport in
            for _ in 0..<2 {
                let response = try await transport.send(server.request(.get, "/", [.connection: option]))
                #expect(response.body == Array("fine".utf8))
                await gone.wait()
            }
            #expect(server.connectionCount == 2)
        }
    }

    @Test("Any other option of Connection keeps it", arguments: ["keep-alive", "closed", "x-close, clos"])
    func keeping(option: String) async throws {
        try await withServer({ $0.respondToAll() }) { server, transport in
            for _ in 0..<2 { _ = try await transport.send(server.request(.get, "/", [.connection: option])) }
            #expect(server.connectionCount == 1)
        }
    }
}
