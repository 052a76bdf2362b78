import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@Suite("Round trips", .timeLimit(.minutes(10)))
struct RoundTripTests {
    /// Responds to each request with the request itself.
    static let echo: @Sendable (Connection) -> Void = { connection in
        while let request = connection.readRequest() { connection.send(ok(request)) }
    }

    static func sent(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:], body: String = ""
    ) async throws -> (port: UInt16, text: String) {
        var result = (port: UInt16(0), text: "")
        try await withServer(echo) { server, transport in
            let response = try await transport.send(server.request(method, path, fields), body: Array(body.utf8))
            result = (server.port, String(decoding: response.body, as: UTF8.self))
        }
        return result
    }

    @Test(
        "GET, DELETE and OPTIONS are sent exactly as given",
        arguments: [.get, .delete, .options] as [HTTPRequest.Method])
    func withoutBody(method: HTTPRequest.Method) async throws {
        let fields: HTTPFields = [.authorization: "OAuth oauth_nonce=\"a,b\"", .accept: "application/json"]
        let (port, text) = try await Self.sent(method, "/1/a?b=c&d=%20", fields)
        #expect(
            text == """
                \(method) /1/a?b=c&d=%20 HTTP/1.1\r
                Host: 127.0.0.1:\(port)\r
                User-Agent: toopher-swift\r
                Authorization: OAuth oauth_nonce="a,b"\r
                Accept: application/json\r
                \r

                """)
    }

    @Test(
        "POST, PUT, PATCH and DELETE have a body", arguments: [.post, .put, .patch, .delete] as [HTTPRequest.Method])
    func withBody(method: HTTPRequest.Method) async throws {
        let fields: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .userAgent: "mine"]
        let (port, text) = try await Self.sent(method, "/", fields, body: "a=1&b=\u{0}é")
        #expect(
            text == """
                \(method) / HTTP/1.1\r
                Host: 127.0.0.1:\(port)\r
                Content-Type: application/x-www-form-urlencoded\r
                User-Agent: mine\r
                Content-Length: 9\r
                \r
                a=1&b=\u{0}é
                """)
    }

    @Test("POST without a body has Content-Length: 0 and no Content-Type")
    func emptyPost() async throws {
        let (port, text) = try await Self.sent(.post, "/")
        #expect(
            text
                == "POST / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUser-Agent: toopher-swift\r\nContent-Length: 0\r\n\r\n"
        )
    }

    @Test("A large body is sent without waiting for 100 Continue")
    func largeBody() async throws {
        let body = String(repeating: "0123456789abcdef", count: 8192)
        let (_, text) = try await Self.sent(.post, "/", body: body)
        #expect(text.hasSuffix("\r\nContent-Length: 131072\r\n\r\n" + body))
        #expect(!text.contains("Expect"))
    }

    @Test("HEAD returns the head only")
    func head() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                guard request.hasPrefix("HEAD / HTTP/1.1\r\n") else { return }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
            }
        }
        try await withServer(script) { server, transport in
            for reused in [false, true] {
                let response = try await transport.send(server.request(.head))
                #expect(response.head.headerFields[.contentLength] == "999999999")
                #expect(response.body.isEmpty)
                #expect(response.metrics?.isReusedConnection == reused)
            }
        }
    }

    @Test(
        "The path is sent byte for byte",
        arguments: ["/a/../b%2Fc?x=%zz", "/./a//b/..", "/?", "/p?", "/p?a?b=/../", "/\\^`{|}\"<>", "/a;b=c,d'(e)!*~"])
    func path(path: String) async throws {
        let (_, text) = try await Self.sent(.get, path)
        #expect(text.hasPrefix("GET \(path) HTTP/1.1\r\n"))
    }

    @Test("Header fields keep their order, repetitions and empty values")
    func headerFields() async throws {
        var fields = HTTPFields()
        for (name, value) in [("X-A", "1"), ("x-b", ""), ("X-A", "2; é"), ("X-C", "a\tb")] {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let (_, text) = try await Self.sent(.get, "/", fields)
        #expect(text.hasSuffix("\r\nX-A: 1\r\nx-b:\r\nX-A: 2; é\r\nX-C: a\tb\r\n\r\n"))
    }

    @Test("Status, reason, repeated and folded fields, and the body are returned")
    func response() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send(
                "HTTP/1.1 418 I'm a teapot\r\nSet-Cookie: a=1\r\nSet-Cookie:b=2 \r\nX-Folded: one\r\n \t\r\n  two\r\nX-Empty:\r\n"
                    + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\u{0}ab\r\n1\r\nc\r\n0\r\nX-Trailer: t\r\n\r\n"
            )
        }
        try await withServer(script) { server, transport in
            let response = try await transport.send(server.request())
            #expect(response.head.status.code == 418)
            #expect(response.head.status.reasonPhrase == "I'm a teapot")
            #expect(response.head.headerFields[values: .setCookie] == ["a=1", "b=2"])
            #expect(response.head.headerFields[try #require(HTTPField.Name("X-Folded"))] == "one  two")
            #expect(response.head.headerFields[try #require(HTTPField.Name("X-Empty"))] == "")
            #expect(response.head.headerFields[try #require(HTTPField.Name("X-Trailer"))] == nil)
            #expect(response.body == [0, 0x61, 0x62, 0x63])
        }
    }

    @Test("Informational responses are skipped")
    func informational() async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            _ = connection.readRequest()
            connection.send(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 7\r\n\r\n"
                    + ok("x"))
        }
        try await withServer(script) { server, transport in
            let response = try await transport.send(server.request())
            #expect(response.head == HTTPResponse(status: .ok, headerFields: [.contentLength: "1"]))
            #expect(response.body == [0x78])
        }
    }

    @Test("Redirects are returned, not followed", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                let isFirst = request.hasPrefix("GET / ")
                connection.send(
                    isFirst ? "HTTP/1.1 \(status) Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n" : ok("b"))
            }
        }
        try await withServer(script) { server, transport in
            let response = try await transport.send(server.request())
            #expect(response.head.status.code == status)
            #expect(response.head.headerFields[.location] == "/b")
        }
    }

    @Test("Consecutive requests share one connection")
    func reuse() async throws {
        try await withServer({ $0.respondToAll() }) { server, transport in
            for index in 0..<50 {
                let response = try await transport.send(server.request(.get, "/\(index)"))
                #expect(response.metrics?.isReusedConnection == (index > 0))
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test("A connection that the server closed while idle is replaced")
    func staleConnection() async throws {
        let closed = Signal()
        let script: @Sendable (Connection) -> Void = { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(ok("once"))
            connection.finish()
            closed.fire()
        }
        try await withServer(script) { server, transport in
            for _ in 0..<10 {
                let response = try await transport.send(server.request())
                #expect(response.body == Array("once".utf8))
                await closed.wait()
            }
        }
    }

    @Test("64 concurrent requests have their own responses", arguments: [64, 4])
    func concurrency(connections: Int) async throws {
        let configuration = CurlTransport.Configuration(maximumConnections: connections)
        try await withServer(configuration: configuration, Self.echo) { server, transport in
            let requests = (0..<64).map { server.request(.get, "/\($0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for request in requests {
                    group.addTask {
                        let response = try await transport.send(request)
                        let prefix = "GET \(request.path ?? "") HTTP/1.1\r\n"
                        #expect(String(decoding: response.body, as: UTF8.self).hasPrefix(prefix))
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.connectionCount <= connections)
        }
    }
}
