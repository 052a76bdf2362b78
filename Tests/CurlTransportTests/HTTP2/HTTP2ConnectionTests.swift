import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Consecutive requests on an HTTP/2 connection.
@Suite(
    "Connections of HTTP/2", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(10)))
struct HTTP2ConnectionTests {
    /// How a connection ends after its first response.
    enum Death: CaseIterable, Sendable { case close, cut, goAway, goAwayWithError }

    @Test("A connection that has ended is not reused", arguments: Death.allCases)
    func endedWhileKept(death: Death) async throws {
        let (arrivals, ended) = (Slot(0), Signal())
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            while let request = peer.readRequest() {
                arrivals.change { $0 += 1 }
                peer.respond(request.stream)
                guard arrivals.value == 1 else { continue }
                switch death {
                case .close: peer.connection.close()
                case .cut:
                    peer.connection.forsakeTLS()
                    peer.connection.close()
                case .goAway: peer.send(.goAway(lastStream: request.stream))
                case .goAwayWithError: peer.send(.goAway(lastStream: request.stream, code: 2))
                }
                ended.fire()
                if death == .close || death == .cut { return }
            }
        }
        try await withHTTP2Server(script) { server in
            let first = try await server.transport.send(server.request(.post))
            #expect(first.body == Array("ok".utf8))
            await ended.wait()
            let result = await result { () async throws(TransportError) in
                try await server.transport.send(server.request(.post))
            }
            switch result {
            case .success(let second):
                #expect(second.body == Array("ok".utf8))
                #expect(second.metrics?.isReusedConnection == false)
            // libcurl 7.88 does not notice that TLS has ended, and sends the request.
            case .failure(let error):
                #expect(death == .close && HTTP2Fault.Outcome.isBroken(error), "\(error)")
            }
            let last = try await server.transport.send(server.request(.post))
            #expect(last.body == Array("ok".utf8))
            // After a failure, libcurl had connected again to send again, which the transport prevented.
            let connections = if case .success = result { 2...2 } else { 2...3 }
            #expect(connections.contains(server.server.connectionCount))
        }
        #expect(arrivals.value == 2 || arrivals.value == 3)
    }

    /// What a server does with the second request on a connection.
    enum Ending: CaseIterable, Sendable { case close, cut, reset, goAway, refuse }

    @Test(
        "A request is not sent again when a reused connection is lost before the response",
        arguments: Ending.allCases)
    func lostInUse(ending: Ending) async throws {
        let arrivals = Slot(0)
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings())
            while let request = peer.readRequest() {
                arrivals.change { $0 += 1 }
                guard arrivals.value == 2 else {
                    peer.respond(request.stream)
                    continue
                }
                switch ending {
                case .close: return
                case .cut: return peer.connection.forsakeTLS()
                case .reset: return peer.connection.reset()
                case .goAway: peer.send(.goAway(lastStream: 0, code: 2))
                // REFUSED_STREAM, after which libcurl would send the request again.
                case .refuse: peer.send(.reset(request.stream, code: 7))
                }
            }
        }
        try await withHTTP2Server(script) { server in
            _ = try await server.transport.send(server.request(.post))
            let error = await failure { () async throws(TransportError) in
                try await server.transport.send(server.request(.post))
            }
            // libcurl 7.88 does not distinguish a refused stream on a reused connection from a lost connection.
            let isExpected =
                ending == .goAway ? error == .notProcessed : error.map(HTTP2Fault.Outcome.isBroken) == true
            #expect(isExpected, "\(String(describing: error))")
            #expect(arrivals.value == 2)
            let third = try await server.transport.send(server.request(.post))
            #expect(third.body == Array("ok".utf8))
        }
        #expect(arrivals.value == 3)
    }

    @Test("A server that accepts one stream at a time receives one request at a time")
    func oneStream() async throws {
        let script: @Sendable (HTTP2Peer) -> Void = { peer in
            peer.send(.settings([(name: 3, value: 1)]))
            while let request = peer.readRequest() { peer.respond(request.stream) }
        }
        try await withHTTP2Server(script) { server in
            _ = try await server.transport.send(server.request())
            let request = server.request()
            let transport = server.transport
            await withTaskGroup(of: TransportError?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await failure { () async throws(TransportError) in try await transport.send(request) }
                    }
                }
                for await error in group { #expect(error == nil) }
            }
        }
    }
}
