import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport

/// What the requests of a run go over, and what client and server need for it.
struct Stage: Sendable {
    enum Way: String, Sendable {
        /// HTTP/1.1.
        case http
        /// HTTP/1.1 over TLS.
        case https
        /// HTTP/2 over TLS.
        case http2
    }

    private let way: Way
    private let folder = TemporaryFolder()
    /// What the servers prove themselves with; nil without TLS.
    private let identity: TestAuthority.Identity?

    init(_ way: Way) {
        self.way = way
        identity = way == .http ? nil : TestAuthority.selfSigned("server", host: "localhost", in: folder)
    }

    func transport() throws -> CurlTransport {
        let tls = identity.map { TLSSettings(trust: .file($0.certificateFile)) } ?? TLSSettings()
        return try CurlTransport(configuration: .init(tls: tls, maximumConnections: 24, maximumIdleConnections: 8))
    }

    func server() -> FaultServer {
        guard let identity else { return FaultServer { Behavior.serve($0) } }
        let isHTTP2 = way == .http2
        return FaultServer(identity: identity, speaksHTTP2: isHTTP2) {
            if isHTTP2 { HTTP2Peer($0).map(Behavior.serve) } else { Behavior.serve($0) }
        }
    }

    /// A request that asks `server` for `behavior`.
    func request(_ behavior: Behavior, to server: FaultServer) -> HTTPRequest {
        let authority = identity == nil ? server.authority : "localhost:\(server.port)"
        return HTTPRequest(
            method: .post, scheme: identity == nil ? "http" : "https", authority: authority, path: behavior.path)
    }
}
