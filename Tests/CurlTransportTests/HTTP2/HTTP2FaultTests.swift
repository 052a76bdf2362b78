import CurlTransport
import HTTPExchange
import TestServer
import Testing

/// Peers of HTTP/2 that stop, leave, reset or cut short. RFC 9113.
@Suite("HTTP/2 faults", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(1)))
struct HTTP2FaultTests {
    private static let validResponses: [HTTP2Fault] = [
        .init("a body", .answered("ok")) { [.headers($0), .data($0, "ok", ends: true)] },
        .init("no body", .answered("")) { [.headers($0, ends: true)] },
        .init("informational", .answered("ok")) {
            [.headers($0, status: 103), .headers($0), .data($0, "ok", ends: true)]
        },
        .init("trailers", .answered("ok")) {
            [.headers($0), .data($0, "ok"), .block($0, [("x-a", "b")], flags: HTTP2Frame.Flag.endStream)]
        },
        .init("an unknown frame", .answered("ok")) {
            [HTTP2Frame(kind: 0xFA, flags: 0xFF, stream: $0, payload: [1]), .headers($0), .data($0, "ok", ends: true)]
        },
        .init("what follows its end", .answered("ok")) {
            [.headers($0), .data($0, "ok", ends: true), .headers($0), .data($0, "forged", ends: true)]
        },
        .init("a reset after its end", .answered("ok")) {
            [.headers($0), .data($0, "ok", ends: true), .reset($0, code: 8)]
        },
    ]

    @Test("a response that is right in itself is one", arguments: validResponses)
    func right(fault: HTTP2Fault) async throws { try await fault.happens() }

    private static let farewells: [HTTP2Fault] = [
        .init("before a response that will not come", .broken) { _ in [.goAway(lastStream: 0)] },
        .init("before, with an error", .broken) { _ in [.goAway(lastStream: 0, code: 2)] },
        .init("before, and the end of the connection", then: .close, .broken) { _ in [.goAway(lastStream: 0)] },
        .init("before a response that comes", .answered("ok")) {
            [.goAway(lastStream: $0), .headers($0), .data($0, "ok", ends: true)]
        },
        .init("within a response that goes on", .answered("ok")) {
            [.headers($0), .data($0, "o"), .goAway(lastStream: $0), .data($0, "k", ends: true)]
        },
        .init("within a response that does not", .ended) { [.headers($0), .data($0, "o"), .goAway(lastStream: 0)] },
        .init("within, and the end of the connection", then: .close, .broken) {
            [.headers($0), .data($0, "o"), .goAway(lastStream: $0)]
        },
        .init("after the response", .answered("ok")) {
            [.headers($0), .data($0, "ok", ends: true), .goAway(lastStream: $0)]
        },
    ]

    @Test("GOAWAY", arguments: farewells)
    func goAway(fault: HTTP2Fault) async throws { try await fault.happens() }

    @Test("a stream that is reset is an error of a request that may have been acted upon", arguments: UInt32(0)...14)
    func reset(code: UInt32) async throws {
        try await HTTP2Fault("before the head", .broken) { [.reset($0, code: code)] }.happens()
        try await HTTP2Fault("after the head", .broken) { [.headers($0), .reset($0, code: code)] }.happens()
        let inBody = HTTP2Fault("in the body", .broken) { [.headers($0), .data($0, "o"), .reset($0, code: code)] }
        try await inBody.happens()
    }

    private static let stalls: [HTTP2Fault] = [
        .init("before the head", .timedOut) { _ in [] },
        .init("in the head", .timedOut) { [.openBlock($0, [(":status", "200")])] },
        .init("after the head", .timedOut) { [.headers($0)] },
        .init("in the body", .timedOut) { [.headers($0, [("content-length", "2")]), .data($0, "o")] },
        .init("at the end", .timedOut) { [.headers($0), .data($0, "ok")] },
    ]

    @Test("a server that stalls ends in timedOut", arguments: stalls)
    func stall(fault: HTTP2Fault) async throws { try await fault.happens() }

    private static let endings: [HTTP2Fault] = [HTTP2Fault.Ending.close, .cut, .reset].flatMap { ending in
        [
            .init("\(ending) before the head", then: ending, .broken) { _ in [] },
            .init("\(ending) in the head", then: ending, .broken) { [.openBlock($0, [(":status", "200")])] },
            .init("\(ending) after the head", then: ending, .broken) { [.headers($0)] },
            .init("\(ending) in the body", then: ending, .broken) { [.headers($0), .data($0, "o")] },
        ] as [HTTP2Fault]
    }

    @Test("a connection that ends within a response is an error", arguments: endings)
    func end(fault: HTTP2Fault) async throws { try await fault.happens() }

    @Test("a server that begins without settings, or never says anything")
    func noSettings() async throws {
        let right = HTTP2Fault("", .ended) { [.headers($0), .data($0, "ok", ends: true)] }
        try await right.happens(opening: [])
        try await HTTP2Fault("", .timedOut) { _ in [] }.happens(opening: [])
    }

    @Test("a server that speaks HTTP/1.1 where HTTP/2 was agreed on is a broken connection")
    func otherProtocol() async throws {
        try await withHTTP2Server({ $0.connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }) { server in
            let error = await failure { () async throws(TransportError) in
                try await server.transport.send(server.request())
            }
            #expect(error.map(HTTP2Fault.Outcome.isBroken) == true, "\(String(describing: error))")
        }
    }
}
