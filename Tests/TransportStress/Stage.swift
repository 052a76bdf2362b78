import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport

/// The protocol of a run, and what client and server need for it.
struct Stage: Sendable {
    enum Variant: String, Sendable {
        /// HTTP/1.1.
        case http
        /// HTTP/1.1 over TLS.
        case https
        /// HTTP/2 over TLS.
        case http2
    }

    private let variant: Variant
    private let folder = TemporaryFolder()
    /// The certificate and key of the servers; `nil` without TLS.
    private let identity: TestAuthority.Identity?

    init(_ variant: Variant) {
        self.variant = variant
        identity = variant == .http ? nil : TestAuthority.selfSigned("server", host: "localhost", in: folder)
    }

    func transport() throws -> CurlTransport {
        let tls = identity.map { TLSSettings(trust: .file($0.certificateFile)) } ?? TLSSettings()
        return try CurlTransport(configuration: .init(tls: tls, maximumConnections: 24, maximumIdleConnections: 8))
    }

    func server() -> FaultServer {
        guard let identity else { return FaultServer { Behavior.serve($0) } }
        let isHTTP2 = variant == .http2
        return FaultServer(identity: identity, usesHTTP2: isHTTP2) {
            if isHTTP2 { HTTP2Peer($0).map(Behavior.serve) } else { Behavior.serve($0) }
        }
    }

    /// Returns a request that selects `behavior` at `server`.
    func request(_ behavior: Behavior, to server: FaultServer) -> HTTPRequest {
        let authority = identity == nil ? server.authority : "localhost:\(server.port)"
        return HTTPRequest(
            method: .post, scheme: identity == nil ? "http" : "https", authority: authority, path: behavior.path)
    }
}
