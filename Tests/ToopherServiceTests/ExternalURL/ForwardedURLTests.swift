#if Service

import HTTPTypes
import Hummingbird
import NIOCore
import OAuth1
import Testing

@testable import ToopherService

@Suite("The URL that trusted proxies state") struct ForwardedURLTests {
    static let trusted = "10.0.0.2"

    func url(
        _ headers: [String: String], host: String? = "a.example", peer: String? = trusted,
        setting fields: ForwardingFields = .xForwardedProto, writing: TrustedProxies.Writing = .replacing
    ) throws -> String {
        let proxies = try ForwardingProxies(networks: ["10.0.0.0/8", "2001:db8::1"], setting: fields, writing: writing)
        let resolver = RequestURLResolver(.proxies(proxies), address: "127.0.0.1")
        resolver.listen(on: 8080)
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: host, path: "/v1/x?y=1", headerFields: HTTPFields(headers))
        return try resolver.url(of: Request(head: head, body: RequestBody(buffer: ByteBuffer())), peer: peer)
    }

    @Test("A proxy that passes Host on states the scheme", arguments: ["10.0.0.2", "::ffff:10.0.0.2", "2001:db8::1"])
    func scheme(peer: String) throws {
        #expect(try url(["X-Forwarded-Proto": "https"], host: "B.Example", peer: peer) == "https://b.example/v1/x?y=1")
        #expect(
            try url(["X-Forwarded-Proto": "https"], host: "b.example:443", peer: peer) == "https://b.example/v1/x?y=1")
        #expect(
            try url(["X-Forwarded-Proto": "http"], host: "b.example:81", peer: peer) == "http://b.example:81/v1/x?y=1")
    }

    @Test("A proxy may state host and port too, in either family of fields")
    func host() throws {
        let all: ForwardingFields = [.xForwardedProto, .xForwardedHost, .xForwardedPort]
        let fields = ["X-Forwarded-Proto": "https", "X-Forwarded-Host": "Auth.Example", "X-Forwarded-Port": "8443"]
        #expect(try url(fields, host: "internal", setting: all) == "https://auth.example:8443/v1/x?y=1")
        let forwarded = ["Forwarded": "for=192.0.2.1;proto=https;host=auth.example"]
        #expect(try url(forwarded, host: "internal", setting: .forwarded) == "https://auth.example/v1/x?y=1")
    }

    @Test("Appending proxies are believed as far as they are trusted")
    func chain() throws {
        let headers = ["X-Forwarded-For": "6.6.6.6, 192.0.2.1, 10.0.0.3", "X-Forwarded-Proto": "ftp, https, http"]
        #expect(try url(headers, writing: .appending) == "https://a.example/v1/x?y=1")
        #expect(throws: RequestURLError.forwarding(.severalValues(.xForwardedProto), peer: Self.trusted)) {
            try url(headers)
        }
    }

    @Test(
        "From an untrusted peer the fields are ignored, and Host must name the address that the service listens on",
        arguments: ["192.0.2.1", "127.0.0.1", "::ffff:192.0.2.1", "2001:db8::2", nil])
    func untrusted(peer: String?) throws {
        let headers = ["X-Forwarded-Proto": "https", "X-Forwarded-Host": "a.example", "Forwarded": "proto=https"]
        #expect(throws: RequestURLError.unknownHost) { try url(headers, peer: peer) }
        #expect(try url(headers, host: "localhost:8080", peer: peer) == "http://localhost:8080/v1/x?y=1")
    }

    @Test("A trusted peer without the fields is a client, or a proxy with a wrong configuration")
    func notForwarded() throws {
        #expect(try url([:], host: "localhost:8080") == "http://localhost:8080/v1/x?y=1")
        let missing = RequestURLError.notForwarded(
            peer: Self.trusted, missing: ["X-Forwarded-Proto", "X-Forwarded-For"])
        #expect(throws: missing) { try url([:]) }
        // A field that does not count may be the client's own.
        #expect(throws: missing) { try url(["Forwarded": "for=192.0.2.1;proto=https"]) }
        #expect(throws: missing) { try url(["X-Forwarded-Host": "a.example"]) }
    }

    @Test(
        "Missing, malformed and contradictory fields are refused",
        arguments: [
            (["X-Forwarded-For": "192.0.2.1"], ExternalURLError.missing(.xForwardedProto)),
            (["X-Forwarded-Proto": ""], .malformed(.xForwardedProto, reason: "it is neither http nor https")),
            (["X-Forwarded-Proto": "gopher"], .malformed(.xForwardedProto, reason: "it is neither http nor https")),
            (["X-Forwarded-Proto": "https, http"], .severalValues(.xForwardedProto)),
            (
                ["X-Forwarded-Proto": "https", "X-Forwarded-Host": "a.example:1", "X-Forwarded-Port": "2"],
                .contradictory(.xForwardedHost, .xForwardedPort)
            ),
            (
                ["X-Forwarded-Proto": "https", "Forwarded": "for=192.0.2.1;proto=http"],
                .contradictory(.forwarded, .xForwardedProto)
            ),
            (
                [
                    "X-Forwarded-Proto": "https", "X-Forwarded-Host": "a.example",
                    "Forwarded": "proto=https;host=b.example",
                ],
                .contradictory(.forwarded, .xForwardedHost)
            ),
        ])
    func refused(_ headers: [String: String], _ error: ExternalURLError) throws {
        let all: ForwardingFields = [.forwarded, .xForwardedProto, .xForwardedHost, .xForwardedPort]
        #expect(throws: RequestURLError.forwarding(error, peer: Self.trusted)) { try url(headers, setting: all) }
    }
}

#endif
