import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

@Suite("Certificate authorities")
struct CABundleTests {
    /// Whether this machine has a bundle of a distribution.
    static let isInstalled = (try? CABundle.locate(configured: nil)) != nil

    static func locate(configured: String? = nil, sslCertFile: String? = nil, readable: Set<String>) -> Result<
        String, TransportError
    > {
        Result { () throws(TransportError) in
            try CABundle.locate(
                configured: configured, environment: { $0 == "SSL_CERT_FILE" ? sslCertFile : nil },
                isReadable: readable.contains)
        }
    }

    @Test("The configured file is used, then SSL_CERT_FILE, then the distribution's")
    func order() throws {
        let readable: Set = ["/mine", "/env", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
        #expect(try Self.locate(configured: "/mine", sslCertFile: "/env", readable: readable).get() == "/mine")
        #expect(try Self.locate(sslCertFile: "/env", readable: readable).get() == "/env")
        #expect(try Self.locate(sslCertFile: "", readable: readable).get() == "/etc/pki/tls/certs/ca-bundle.crt")
        #expect(try Self.locate(readable: ["/etc/ssl/cert.pem"]).get() == "/etc/ssl/cert.pem")
    }

    @Test("A named file that cannot be read is an error")
    func unreadable() {
        let readable = Set(CABundle.wellKnown)
        for result in [
            Self.locate(configured: "/mine", readable: readable), Self.locate(sslCertFile: "/env", readable: readable),
        ] {
            guard case .failure(.certificateAuthoritiesMissing) = result else {
                Issue.record("\(result)")
                return
            }
        }
    }

    @Test("Without certificate authorities, the error says what to install")
    func missing() {
        guard case .failure(let error) = Self.locate(readable: []) else {
            Issue.record("found a bundle")
            return
        }
        #expect(
            error.description
                == "No bundle of certificate authorities was found: install the ca-certificates package or set SSL_CERT_FILE."
        )
    }

    @Test("https without certificate authorities is refused before connecting; plain http to this machine needs none")
    func throughSend() async throws {
        let configuration = CurlTransport.Configuration(tls: .init(trust: .file("/nonexistent/ca.pem")))
        try await withServer(configuration: configuration, { $0.respondToAll() }) { server, transport in
            var request = server.request()
            let response = try await transport.send(request)
            #expect(response.head.status == .ok)
            request.scheme = "https"
            let secured = request
            let error = await failure { () async throws(TransportError) in try await transport.send(secured) }
            guard case .certificateAuthoritiesMissing = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(server.connectionCount == 1)
        }
    }
}
