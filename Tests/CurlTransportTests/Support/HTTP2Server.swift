import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

/// An HTTP/2 server that follows a script, its certificate authority, and a transport that trusts it.
struct HTTP2Server {
    static let isAvailable = TestAuthority.isAvailable
    static let howToInstall: Comment = "needs openssl: script/bootstrap --servers"

    let server: FaultServer
    private let folder = TemporaryFolder()
    let transport: CurlTransport

    init(_ script: @escaping @Sendable (HTTP2Peer) -> Void) throws {
        let identity = TestAuthority.selfSigned("server", host: "localhost", in: folder)
        server = FaultServer(identity: identity, usesHTTP2: true) { HTTP2Peer($0).map(script) }
        let trust = TLSSettings(trust: .file(identity.certificateFile))
        transport = try CurlTransport(configuration: .init(tls: trust))
    }

    func request(_ method: HTTPRequest.Method = .get, _ path: String = "/") -> HTTPRequest {
        HTTPRequest(method: method, scheme: "https", authority: "localhost:\(server.port)", path: path)
    }

    func stop() async {
        await transport.close()
        server.stop()
    }
}

/// Runs `body` against a server that follows `script` on each connection, then closes both.
func withHTTP2Server(
    _ script: @escaping @Sendable (HTTP2Peer) -> Void, _ body: (HTTP2Server) async throws -> Void
) async throws {
    let server = try HTTP2Server(script)
    do {
        try await body(server)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
