import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport
@testable import HTTPExchange

@Suite("Redirects", .timeLimit(.minutes(1)))
struct RedirectTests {
    static func next(
        _ location: String?, status: Int = 302, method: HTTPRequest.Method = .get,
        from url: (scheme: String, authority: String, path: String) = ("https", "a.test", "/b/c/d;p?q")
    ) -> HTTPRequest? {
        var fields = HTTPFields()
        fields[.location] = location
        let request = HTTPRequest(
            method: method, scheme: url.scheme, authority: url.authority, path: url.path,
            headerFields: [.contentType: "text/plain", .accept: "*/*"])
        return request.redirected(by: HTTPResponse(status: .init(code: status), headerFields: fields))
    }

    @Test(
        "references are resolved as RFC 3986, section 5.4, does",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("//a.test", "/"),
            ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"), ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"), ("g?y#s", "/b/c/g?y"), (";x", "/b/c/;x"),
            ("", "/b/c/d;p?q"), (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"),
            ("../..", "/"), ("../../g", "/g"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."),
            (".g", "/b/c/.g"), ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("./g/.", "/b/c/g/"), ("g/../h", "/b/c/h"),
            ("g;x=1/../y", "/b/c/y"), ("g?y/../x", "/b/c/g?y/../x"), ("https://a.test/x?y=%2F", "/x?y=%2F"),
            ("https://A.test:443", "/"), ("https://a.test?x", "/?x"), (" /g\t", "/g"), ("//a.test/e//f", "/e//f"),
        ])
    func resolution(location: String, path: String) {
        #expect(Self.next(location)?.path == path)
    }

    @Test(
        "what leads elsewhere is not followed",
        arguments: [
            "http://a.test/", "https://b.test/", "https://a.test:444/", "//b.test/x", "https://a.test.evil/",
            "https://user@a.test/", "https://a.test@evil/", "javascript:alert(1)", "mailto:a@a.test", "https:/x",
            "https:x", "//\u{747}b.test/", "/\u{301}/b.test/", "/b#\u{301}", "/\u{E9}",
            "../.. #s", "/b c", "/b?c d", "https://a.test:443\t#", "/b\u{7F}c", "/\u{1}b", "/b\r\n/c",
        ])
    func elsewhere(location: String) {
        #expect(Self.next(location) == nil)
    }

    @Test("a missing Location, and other answers, are none")
    func none() {
        #expect(Self.next(nil) == nil)
        for status in [200, 201, 300, 304, 305, 306, 400] { #expect(Self.next("/x", status: status) == nil) }
    }

    @Test("methods change as RFC 9110, section 15.4, has it")
    func methods() throws {
        for (status, method, expected) in [
            (301, HTTPRequest.Method.post, HTTPRequest.Method.get), (302, .post, .get), (303, .post, .get),
            (303, .put, .get), (303, .head, .head), (301, .put, .put), (302, .delete, .delete), (307, .post, .post),
            (308, .post, .post), (302, .head, .head),
        ] {
            let next = try #require(Self.next("/x", status: status, method: method))
            #expect(next.method == expected)
            #expect((next.headerFields[.contentType] == nil) == (expected == .get && method != .get))
            #expect(next.headerFields[.accept] == "*/*")
        }
    }

    @Test("hops are followed with method and body, up to the limit; a circle ends there")
    func following() async throws {
        let requests = Slot<[String]>([])
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                requests.change { $0.append(request) }
                if request.hasPrefix("POST /other") {
                    connection.send("HTTP/1.1 303 Other\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")
                    continue
                }
                let location =
                    request.hasPrefix("POST /start") ? "/next" : request.contains("/circle") ? "/circle" : nil
                guard let location else {
                    connection.send(ok("arrived"))
                    continue
                }
                connection.send("HTTP/1.1 307 Again\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
            }
        }
        try await withServer(script) { server, transport in
            let following = RedirectingTransport(transport, maximumRedirects: 3)
            let response = try await following.send(server.request(.post, "/start"), body: Array("body".utf8))
            #expect(response.body == Array("arrived".utf8))
            #expect(requests.value.count == 2)
            #expect(requests.value[1].hasPrefix("POST /next HTTP/1.1\r\n") && requests.value[1].hasSuffix("body"))
            requests.value = []
            let seeOther = try await following.send(server.request(.post, "/other"), body: Array("body".utf8))
            #expect(seeOther.body == Array("arrived".utf8))
            #expect(requests.value.last?.hasPrefix("GET /next HTTP/1.1\r\n") == true)
            #expect(requests.value.last?.hasSuffix("\r\n\r\n") == true)
            requests.value = []
            let error = await failure { () async throws(TransportError) in
                try await following.send(server.request(.get, "/circle"))
            }
            #expect(error == .tooManyRedirects(limit: 3))
            #expect(requests.value.count == 4)
            let plain = try await transport.send(server.request(.get, "/circle"))
            #expect(plain.head.status.code == 307)
        }
    }
}

extension RedirectTests {
    /// Sends everybody on, and takes a second for each.
    struct Endless: HTTPTransport {
        let now = Slot(Duration.zero)
        let deadlines = Slot<[Duration]>([])

        func send(
            _ request: HTTPRequest, body: [UInt8], options: TransferOptions
        ) async throws(TransportError) -> HTTPTransportResponse {
            deadlines.change { $0.append(options.totalTimeout) }
            now.change { $0 += .seconds(1) }
            let head = HTTPResponse(status: .temporaryRedirect, headerFields: [.location: "/on"])
            return HTTPTransportResponse(head: head, body: [])
        }
    }

    @Test("the total deadline holds for all hops together")
    func deadline() async {
        let base = Endless()
        let transport = RedirectingTransport(base, maximumRedirects: 100, now: { base.now.value })
        let request = HTTPRequest(method: .get, scheme: "https", authority: "a.test", path: "/")
        let error = await failure { () async throws(TransportError) in
            try await transport.send(request, body: [], options: TransferOptions(totalTimeout: .seconds(3)))
        }
        #expect(error == .timedOut)
        #expect(base.deadlines.value == [.seconds(3), .seconds(2), .seconds(1)])
    }
}
