import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite(
    "Idle connections of HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall),
    .timeLimit(.minutes(10)))
struct HTTP2IdleTests {
    @Test("A PING on an idle connection is acknowledged, and the connection stays")
    func ping() async throws {
        let (start, acknowledged) = (Latch(), Signal())
        let seen = Slot<[HTTP2Frame]>([])
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            guard let first = peer.readRequest() else { return }
            peer.respond(first.stream)
            for _ in 0..<2 {
                start.wait()
                peer.send(.ping)
                guard let frame = peer.read(upTo: HTTP2Frame.Kind.ping) else { return }
                seen.change { $0.append(frame) }
                acknowledged.fire()
            }
            while let request = peer.readRequest() { peer.respond(request.stream, "later") }
        }
        try await withHTTP2Server(script) { server in
            _ = try await server.transport.send(server.request())
            for _ in 0..<2 {
                start.open()
                await acknowledged.wait()
            }
            let next = try await server.transport.send(server.request())
            #expect(next.body == Array("later".utf8))
            #expect(next.metrics?.isReusedConnection == true)
            #expect(server.server.connectionCount == 1)
        }
        // RFC 9113 section 6.7: the flag ACK, and the same payload.
        #expect(seen.value.map(\.flags) == [1, 1])
        #expect(seen.value.map(\.payload) == [HTTP2Frame.ping.payload, HTTP2Frame.ping.payload])
    }

    /// How a server ends an idle connection.
    enum Ending: CaseIterable, Sendable { case shutdown, goAway }

    @Test("A connection that the server ends is closed at once, not at its next use", arguments: Ending.allCases)
    func closed(ending: Ending) async throws {
        let (end, gone) = (Latch(), Signal())
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            guard let request = peer.readRequest() else { return }
            peer.respond(request.stream)
            end.wait()
            switch ending {
            case .shutdown: peer.connection.finish()
            case .goAway: peer.send(.goAway(lastStream: request.stream))
            }
            peer.stall()
            gone.fire()
        }
        try await withHTTP2Server(script) { server in
            for _ in 0..<2 {
                let response = try await server.transport.send(server.request())
                #expect(response.metrics?.isReusedConnection == false)
                end.open()
                await gone.wait()
            }
            #expect(server.server.connectionCount == 2)
        }
    }
}
