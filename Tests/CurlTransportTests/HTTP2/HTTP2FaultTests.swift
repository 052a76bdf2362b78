import CurlTransport
import HTTPExchange
import TestServer
import Testing

/// HTTP/2 servers that stop, leave, reset or truncate. RFC 9113.
@Suite("HTTP/2 faults", .enabled(if: HTTP2Server.isAvailable, HTTP2Server.howToInstall), .timeLimit(.minutes(10)))
struct HTTP2FaultTests {
    private static let validResponses: [HTTP2Fault] = [
        .init("a body", .response("ok")) { [.headers($0), .data($0, "ok", ends: true)] },
        .init("no body", .response("")) { [.headers($0, ends: true)] },
        .init("informational", .response("ok")) {
            [.headers($0, status: 103), .headers($0), .data($0, "ok", ends: true)]
        },
        .init("trailers", .response("ok")) {
            [.headers($0), .data($0, "ok"), .block($0, [("x-a", "b")], flags: HTTP2Frame.Flag.endStream)]
        },
        .init("an unknown frame", .response("ok")) {
            [HTTP2Frame(kind: 0xFA, flags: 0xFF, stream: $0, payload: [1]), .headers($0), .data($0, "ok", ends: true)]
        },
        .init("frames after its end", .response("ok")) {
            [.headers($0), .data($0, "ok", ends: true), .headers($0), .data($0, "forged", ends: true)]
        },
        .init("a reset after its end", .response("ok")) {
            [.headers($0), .data($0, "ok", ends: true), .reset($0, code: 8)]
        },
    ]

    @Test("A valid response is accepted, whatever else the server sends", arguments: validResponses)
    func right(fault: HTTP2Fault) async throws { try await fault.happens() }

    private static let goAways: [HTTP2Fault] = [
        .init("before a response that will not come", .notProcessed) { _ in [.goAway(lastStream: 0)] },
        .init("before, with an error", .notProcessed) { _ in [.goAway(lastStream: 0, code: 2)] },
        .init("before, and the end of the connection", then: .close, .notProcessed) { _ in [.goAway(lastStream: 0)] },
        .init("before a complete response", .response("ok")) {
            [.goAway(lastStream: $0), .headers($0), .data($0, "ok", ends: true)]
        },
        .init("within a response that continues", .response("ok")) {
            [.headers($0), .data($0, "o"), .goAway(lastStream: $0), .data($0, "k", ends: true)]
        },
        .init("within a response that does not", .ended) { [.headers($0), .data($0, "o"), .goAway(lastStream: $0)] },
        .init("within, and the end of the connection", then: .close, .broken) {
            [.headers($0), .data($0, "o"), .goAway(lastStream: $0)]
        },
        .init("after the response", .response("ok")) {
            [.headers($0), .data($0, "ok", ends: true), .goAway(lastStream: $0)]
        },
    ]

    @Test("GOAWAY ends the requests that it does not cover", arguments: goAways)
    func goAway(fault: HTTP2Fault) async throws { try await fault.happens() }

    @Test(
        "A reset stream is an error after which the server may have acted, if it did not refuse",
        arguments: UInt32(0)...14)
    func reset(code: UInt32) async throws {
        let outcome = code == 7 ? HTTP2Fault.Outcome.notProcessed : .broken
        try await HTTP2Fault("before the head", outcome) { [.reset($0, code: code)] }.happens()
        // A server that refuses a request does not respond to it as well.
        guard code != 7 else { return }
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

    @Test("A server that stalls is timedOut", arguments: stalls)
    func stall(fault: HTTP2Fault) async throws { try await fault.happens() }

    private static let endings: [HTTP2Fault] = [HTTP2Fault.Ending.close, .cut, .reset].flatMap { ending in
        [
            .init("\(ending) before the head", then: ending, .broken) { _ in [] },
            .init("\(ending) in the head", then: ending, .broken) { [.openBlock($0, [(":status", "200")])] },
            .init("\(ending) after the head", then: ending, .broken) { [.headers($0)] },
            .init("\(ending) in the body", then: ending, .broken) { [.headers($0), .data($0, "o")] },
        ] as [HTTP2Fault]
    }

    @Test("A connection that ends within a response is an error", arguments: endings)
    func end(fault: HTTP2Fault) async throws { try await fault.happens() }

    @Test("A server that sends no settings, or nothing, is an error")
    func noSettings() async throws {
        let right = HTTP2Fault("", .ended) { [.headers($0), .data($0, "ok", ends: true)] }
        try await right.happens(opening: [])
        try await HTTP2Fault("", .timedOut) { _ in [] }.happens(opening: [])
    }

    @Test("HTTP/1.1 after HTTP/2 was negotiated is a lost connection")
    func otherProtocol() async throws {
        try await withHTTP2Server({ $0.connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }) { server in
            let error = await failure { () async throws(TransportError) in
                try await server.transport.send(server.request())
            }
            #expect(error.map(HTTP2Fault.Outcome.isBroken) == true, "\(String(describing: error))")
        }
    }
}
