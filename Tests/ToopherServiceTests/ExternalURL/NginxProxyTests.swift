#if Service

import CurlTransport
import DeviceProtocol
import HTTPExchange
import HTTPTypes
import Logging
import OAuth1
import TestServer
import Testing
import Toopher

@testable import ToopherService

@Suite("Behind nginx", .enabled(if: NginxServer.program != nil && TestAuthority.isAvailable), .timeLimit(.minutes(10)))
struct NginxProxyTests {
    /// The address that nginx calls the service from; the tests call from 127.0.0.1.
    static let proxy = "127.0.0.2"

    static func location(_ path: String, _ port: Int, setting fields: String) -> String {
        "location \(path) { proxy_pass http://127.0.0.1:\(port); proxy_bind \(proxy); \(fields) }"
    }

    /// Runs a test against a service that trusts nginx to state the scheme and, if it does, the port.
    func run(
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (LiveService, NginxServer, CurlTransport) async throws -> Void
    ) async throws {
        let proxies = try ForwardingProxies(networks: [Self.proxy], setting: [.xForwardedProto, .xForwardedPort])
        try await LiveService.run(externalURL: .proxies(proxies), logger: logger) { live in
            let authority = TestAuthority()
            let server = NginxServer(
                identity: authority.identity("server", host: "one.localhost,DNS:two.localhost"),
                directives: [
                    Self.location(
                        "/v1/", live.port,
                        setting: "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;"),
                    Self.location(
                        "= /v1/web/auth", live.port, setting: "proxy_set_header X-Forwarded-For $remote_addr;"),
                    Self.location("= /v1/device/pending", live.port, setting: "proxy_set_header Host $http_host;"),
                ])
            defer { server.stop() }
            let transport = try CurlTransport(
                configuration: .init(tls: TLSSettings(trust: .file(authority.certificateFile))))
            do {
                try await body(live, server, transport)
            } catch {
                await transport.close()
                throw error
            }
            await transport.close()
        }
    }

    @Test("One service has several names: pairings, authentication requests and pages work under each")
    func severalNames() async throws {
        try await run { live, server, transport in
            let shop = try await live.service.createRequester(name: "Example Shop")
            for (index, host) in ["one.localhost", "TWO.LocalHost"].enumerated() {
                let baseURL = "https://\(host):\(server.port)/v1/"
                let api = try ToopherAPI(
                    key: shop.consumerKey, secret: shop.consumerSecret, baseURL: baseURL, transport: transport)
                let phone = try await LivePhone.registered(at: baseURL, transport)
                let phrase = try await phone.phrase()
                let pairing = try await api.pair(username: "user\(index)", phrase: phrase)
                #expect(pairing.isPending)

                let iframe = try ToopherIframe(key: shop.consumerKey, secret: shop.consumerSecret, baseURL: baseURL)
                let address = try iframe.authenticationURL(username: "user\(index)", requestToken: "t0ken")
                let start = try #require(address.firstRange(of: "/v1/"))
                let page = HTTPRequest(
                    method: .get, scheme: "https", authority: "\(host):\(server.port)",
                    path: String(address[start.lowerBound...]))
                let response = try await transport.send(page)
                #expect(response.head.status == .ok)
            }
        }
    }

    @Test("A request past the proxy cannot pose as the proxy's")
    func untrustedPeer() async throws {
        let recorder = LogRecorder()
        try await run(logger: recorder.logger()) { live, _, _ in
            let forged = HTTPFields(["X-Forwarded-Proto": "https", "X-Forwarded-Host": "one.localhost"])
            let transport = try CurlTransport(configuration: .init(plainHTTP: .allowed))
            let request = HTTPRequest(
                method: .get, scheme: "http", authority: "one.localhost:\(live.port)", path: "/v1/pairings/x",
                headerFields: forged)
            let status = try? await transport.send(request).head.status.code
            await transport.close()
            #expect(status == 400)
            // Under its own name the service ignores the fields, and misses the signature.
            #expect(try await live.send(.get, "/v1/pairings/x", headers: forged).status == 401)
        }
        #expect(recorder.text.contains("info a request's Host field does not name this service"))
    }

    @Test(
        "Contradictory and missing fields are a 400, and a line in the log says which",
        arguments: [
            ("/v1/pairings/x", "X-Forwarded-Port", "1", "authority and X-Forwarded-Port contradict each other"),
            ("/v1/pairings/x", "X-Forwarded-Port", "x", "X-Forwarded-Port is malformed"),
            ("/v1/web/auth", "Accept", "*/*", "X-Forwarded-Proto is missing"),
            ("/v1/device/pending", "Accept", "*/*", "a trusted proxy sets none of the header fields that count"),
        ])
    func refused(_ path: String, _ name: String, _ value: String, _ reason: String) async throws {
        let recorder = LogRecorder()
        try await run(logger: recorder.logger()) { _, server, transport in
            let request = HTTPRequest(
                method: .get, scheme: "https", authority: "one.localhost:\(server.port)", path: path,
                headerFields: HTTPFields([name: value]))
            let response = try await transport.send(request)
            #expect(response.head.status.code == 400)
        }
        let lines = recorder.text.split(separator: "\n").filter { $0.hasPrefix("warning ") }
        #expect(lines.count == 1 && lines.first?.contains(reason) == true, "\(recorder.text)")
        #expect(lines.first?.contains(Self.proxy) == true)
    }
}

#endif
