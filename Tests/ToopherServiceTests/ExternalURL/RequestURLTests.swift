#if Service

import HTTPTypes
import Hummingbird
import NIOCore
import OAuth1
import Testing

@testable import ToopherService

@Suite("The URL that a client called") struct RequestURLTests {
    func request(_ path: String, _ authority: String?, _ headers: HTTPFields = [:]) -> Request {
        Request(
            head: HTTPRequest(
                method: .get, scheme: "http", authority: authority, path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    func resolver(_ source: ExternalURLSource, listeningOn address: String = "127.0.0.1", port: Int = 8080)
        -> RequestURLResolver
    {
        let resolver = RequestURLResolver(source, address: address)
        resolver.listen(on: port)
        return resolver
    }

    @Test(
        "Without an external URL, Host must name the address that the service listens on",
        arguments: [
            ("127.0.0.1:8080", true), ("localhost:8080", true), ("LOCALHOST:8080", true), ("[::1]:8080", true),
            ("127.0.0.1", false), ("127.0.0.1:8081", false), ("evil.example:8080", false), ("", false),
            ("localhost:8080.evil.example", false), ("localhost:08080", false), ("user@localhost:8080", false),
        ])
    func host(_ authority: String, _ isAccepted: Bool) throws {
        let resolver = resolver(.listeningAddress)
        let url = try? resolver.url(of: request("/v1/x?y=1", authority), peer: "127.0.0.1")
        #expect(url == (isAccepted ? "http://\(authority.lowercased())/v1/x?y=1" : nil))
        #expect(throws: RequestURLError.unknownHost) { try resolver.url(of: request("/v1/x", nil), peer: nil) }
    }

    @Test("An address that is not loopback has only its own name, with and without the scheme's own port")
    func otherAddress() throws {
        let resolver = resolver(.listeningAddress, listeningOn: "192.0.2.7", port: 80)
        for (authority, url) in [
            ("192.0.2.7", "http://192.0.2.7/"), ("192.0.2.7:80", "http://192.0.2.7/"), ("localhost", nil),
        ] {
            #expect((try? resolver.url(of: request("/", authority), peer: nil)) == url)
        }
        #expect(RequestURLResolver(.listeningAddress, address: "::1").baseURL(port: 81) == "http://[::1]:81")
    }

    @Test("An address in capitals is the address")
    func capitals() throws {
        let resolver = resolver(.listeningAddress, listeningOn: "LocalHost")
        #expect(try resolver.url(of: request("/x", "localhost:8080"), peer: nil) == "http://localhost:8080/x")
    }

    @Test(
        "A fixed URL counts whatever the request claims, in one spelling",
        arguments: [
            "https://auth.example.org/toopher/", "https://Auth.Example.ORG:443/toopher",
            "HTTPS://AUTH.example.org/toopher//",
        ])
    func fixed(_ base: String) throws {
        let resolver = resolver(.fixed(try ExternalURL(base: base)))
        let headers = HTTPFields(["X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"])
        let url = try resolver.url(of: request("/v1/x", "evil.example", headers), peer: "127.0.0.1")
        #expect(url == "https://auth.example.org/toopher/v1/x")
        #expect(resolver.baseURL(port: 1) == "https://auth.example.org/toopher")
    }

    @Test(
        "A target that is not a path is refused", arguments: ["http://evil.example/v1/x", "*", "", "evil.example:80"])
    func target(_ path: String) throws {
        for source in [
            ExternalURLSource.listeningAddress, .fixed(try ExternalURL(base: "https://auth.example.org")),
            .proxies(try ForwardingProxies(networks: ["127.0.0.1"], setting: .xForwardedProto)),
        ] {
            #expect(throws: RequestURLError.targetWithoutPath) {
                try resolver(source).url(of: request(path, "localhost:8080"), peer: "127.0.0.1")
            }
        }
    }
}

#endif
