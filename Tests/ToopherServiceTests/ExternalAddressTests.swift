#if Service

import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import ToopherService

@Suite("The external address") struct ExternalAddressTests {
    func request(_ path: String, _ authority: String?, _ headers: HTTPFields = [:]) -> Request {
        Request(
            head: HTTPRequest(
                method: .get, scheme: "http", authority: authority, path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    @Test(
        "without a configured URL the Host header must name the bound address",
        arguments: [
            ("127.0.0.1:8080", true), ("localhost:8080", true), ("LOCALHOST:8080", true), ("[::1]:8080", true),
            ("127.0.0.1", false), ("127.0.0.1:8081", false), ("evil.example:8080", false), ("", false),
            ("localhost:8080.evil.example", false),
        ])
    func host(_ authority: String, _ isAccepted: Bool) throws {
        let address = try ExternalAddress(configured: nil, address: "127.0.0.1")
        address.bind(port: 8080)
        let url = try? address.url(of: request("/v1/x?y=1", authority))
        #expect(url == (isAccepted ? "http://\(authority.lowercased())/v1/x?y=1" : nil))
        #expect((try? address.url(of: request("/v1/x", nil))) == nil)
    }

    @Test("an address that is not loopback answers to its own name only")
    func otherAddress() throws {
        let address = try ExternalAddress(configured: nil, address: "192.0.2.7")
        address.bind(port: 80)
        for (authority, isAccepted) in [("192.0.2.7", true), ("192.0.2.7:80", true), ("localhost", false)] {
            #expect(((try? address.url(of: request("/", authority))) != nil) == isAccepted)
        }
        #expect(try ExternalAddress(configured: nil, address: "::1").base(port: 81) == "http://[::1]:81")
    }

    @Test("a configured URL is what counts, whatever the request claims")
    func configured() throws {
        let address = try ExternalAddress(configured: "https://auth.example.org/toopher/", address: "127.0.0.1")
        var headers: HTTPFields = [:]
        if let name = HTTPField.Name("X-Forwarded-Host") { headers[name] = "evil.example" }
        let url = try address.url(of: request("/v1/x", "evil.example", headers))
        #expect(url == "https://auth.example.org/toopher/v1/x")
        #expect(address.base(port: 1) == "https://auth.example.org/toopher")
    }

    @Test("a target that is not a path is refused", arguments: ["http://evil.example/v1/x", "*", ""])
    func target(_ path: String) throws {
        let address = try ExternalAddress(configured: "https://auth.example.org", address: "127.0.0.1")
        #expect(throws: ProtocolError(status: 400, "The request target is not a path")) {
            try address.url(of: request(path, "auth.example.org"))
        }
    }
}

#endif
