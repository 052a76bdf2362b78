import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

extension NginxServer {
    static var isInstalled: Bool { program != nil && TestAuthority.isAvailable }
    static let howToInstall: Comment = "needs nginx and openssl: script/bootstrap --servers"

    /// A request to this server, with the host name of a valid certificate.
    func request(_ method: HTTPRequest.Method = .get, _ path: String = "/") -> HTTPRequest {
        HTTPRequest(method: method, scheme: isSecure ? "https" : "http", authority: "localhost:\(port)", path: path)
    }
}

/// Runs `body` against an nginx with plain http, then closes both.
func withNginx(_ body: (NginxServer, CurlTransport) async throws -> Void) async throws {
    let server = NginxServer()
    defer { server.stop() }
    let transport = try CurlTransport()
    do {
        try await body(server, transport)
    } catch {
        await transport.close()
        throw error
    }
    await transport.close()
}
