import HTTPTypes
import TestSupport
import Testing

@testable import HTTPExchange

@Suite("Redirects")
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
        "References are resolved as in RFC 3986 section 5.4",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("//a.test", "/"),
            ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"), ("g#s", "/b/c/g"), ("g?y#s", "/b/c/g?y"), (";x", "/b/c/;x"),
            (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"),
            ("../..", "/"), ("../../g", "/g"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."),
            (".g", "/b/c/.g"), ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("./g/.", "/b/c/g/"), ("g/../h", "/b/c/h"),
            ("g;x=1/../y", "/b/c/y"), ("g?y/../x", "/b/c/g?y/../x"), ("https://a.test/x?y=%2F", "/x?y=%2F"),
            ("https://A.test:443", "/"), ("https://a.test?x", "/?x"), (" /g\t", "/g"), ("//a.test/e//f", "/e//f"),
        ])
    func resolution(location: String, path: String) {
        #expect(Self.next(location)?.path == path)
    }

    @Test(
        "A redirect to another origin, or with an invalid reference, is not followed",
        arguments: [
            "http://a.test/", "https://b.test/", "https://a.test:444/", "//b.test/x", "https://a.test.evil/",
            "https://user@a.test/", "https://a.test@evil/", "javascript:alert(1)", "mailto:a@a.test", "https:/x",
            "https:x", "//\u{747}b.test/", "/\u{301}/b.test/", "/b#\u{301}", "/\u{E9}",
            "../.. #s", "/b c", "/b?c d", "https://a.test:443\t#", "/b\u{7F}c", "/\u{1}b", "/b\r\n/c",
        ])
    func otherOrigin(location: String) {
        #expect(Self.next(location) == nil)
    }

    @Test(
        "A redirect with an empty Location, or to the same request, is returned",
        arguments: [
            "", " ", "#s", "d;p?q", "?q", "./d;p?q", "/b/c/d;p?q#s", "//a.test/b/c/d;p?q",
            "https://A.test:443/b/c/d;p?q",
        ])
    func toItself(location: String) {
        for status in [301, 302, 307, 308] { #expect(Self.next(location, status: status) == nil) }
        #expect(Self.next(location, status: 307, method: .post) == nil)
    }

    @Test("A form whose response leads to its own page becomes a GET; an empty Location leads nowhere")
    func ownPage() throws {
        let next = try #require(Self.next("/b/c/d;p?q", status: 303, method: .post))
        #expect(next.method == .get && next.path == "/b/c/d;p?q")
        #expect(Self.next("", status: 303, method: .post) == nil)
        #expect(Self.next("/b/c/d;p?r")?.path == "/b/c/d;p?r")
    }

    @Test("RedirectingTransport returns a redirect that leads to itself, after one request")
    func returned() async throws {
        for location in ["", "/start", "#top"] {
            let base = ScriptedTransport { _, _ in .init(307, location: location) }
            let response = try await RedirectingTransport(base).send(Self.start)
            #expect(response.head.status.code == 307)
            #expect(base.sent.count == 1)
        }
    }

    @Test("A response without Location, or with another status, is not a redirect")
    func none() {
        #expect(Self.next(nil) == nil)
        for status in [200, 201, 300, 304, 305, 306, 400] { #expect(Self.next("/x", status: status) == nil) }
    }

    @Test("Methods change as in RFC 9110 section 15.4")
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

    @Test("307 repeats method and body, 303 becomes a GET without a body")
    func following() async throws {
        for (status, method, body) in [(307, HTTPRequest.Method.post, Array("body".utf8)), (303, .get, [])] {
            let base = ScriptedTransport { _, index in
                index == 0 ? .init(status, location: "/next") : .init(200)
            }
            let response = try await RedirectingTransport(base).send(Self.start, body: Array("body".utf8))
            #expect(response.head.status == .ok)
            #expect(base.sent.map(\.request.path) == ["/start", "/next"])
            #expect(base.sent.map(\.request.method) == [.post, method])
            #expect(base.sent[1].body == body)
        }
    }

    @Test("A redirect loop ends at the limit")
    func loop() async {
        let base = ScriptedTransport { _, index in .init(307, location: "/loop?\(index % 2)") }
        let transport = RedirectingTransport(base, maximumRedirects: 3)
        let error = await failure { () async throws(TransportError) in try await transport.send(Self.start) }
        #expect(error == .tooManyRedirects(limit: 3))
        #expect(base.sent.count == 4)
    }

    @Test("The total deadline covers all requests together")
    func deadline() async {
        let clock = ManualClock()
        let base = ScriptedTransport { _, index in
            clock.advance(by: .seconds(1))
            return .init(307, location: "/next?\(index)")
        }
        let transport = RedirectingTransport(base, maximumRedirects: 100, now: { clock.now })
        let error = await failure { () async throws(TransportError) in
            try await transport.send(Self.start, body: [], options: TransferOptions(totalTimeout: .seconds(3)))
        }
        #expect(error == .timedOut)
        #expect(base.sent.map(\.options.totalTimeout) == [.seconds(3), .seconds(2), .seconds(1)])
    }

    private static let start = HTTPRequest(method: .post, scheme: "https", authority: "a.test", path: "/start")
}
