import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

/// A real server with a certificate authority created for the test.
@Suite("nginx over TLS", .enabled(if: NginxServer.isInstalled, NginxServer.howToInstall), .timeLimit(.minutes(10)))
struct NginxTLSTests {
    /// The certificate that the server sends.
    enum Certificate: Sendable, CaseIterable {
        case good, expired, otherHost, otherAuthority, selfSigned
    }

    /// Returns how a GET to `https://localhost` ends if only one authority is trusted.
    static func outcome(
        _ certificate: Certificate, directives: [String] = [], minimumVersion: TLSSettings.Version = .tls12
    ) async throws -> Result<HTTPTransportResponse, TransportError> {
        let (authority, stranger) = (TestAuthority(), TestAuthority())
        let identity =
            switch certificate {
            case .good: authority.identity("server", host: "localhost")
            case .expired: authority.identity("server", host: "localhost", days: -1)
            case .otherHost: authority.identity("server", host: "example.com")
            case .otherAuthority: stranger.identity("server", host: "localhost")
            case .selfSigned: TestAuthority.selfSigned("server", host: "localhost", in: authority.folder)
            }
        let server = NginxServer(identity: identity, directives: directives)
        defer { withExtendedLifetime(stranger) { server.stop() } }
        let transport = try CurlTransport(
            configuration: .init(
                tls: TLSSettings(trust: .file(authority.certificateFile), minimumVersion: minimumVersion)))
        let result = await result { () async throws(TransportError) in try await transport.send(server.request()) }
        await transport.close()
        return result
    }

    @Test("A certificate of the trusted authority for this host is accepted")
    func good() async throws {
        let response = try await Self.outcome(.good).get()
        #expect(response.head.status == .ok)
        #expect(String(decoding: response.body, as: UTF8.self).contains(" TLSv1.3 "))
    }

    @Test(
        "Any other certificate is refused",
        arguments: [
            (Certificate.expired, "expired"), (.otherHost, "localhost"), (.otherAuthority, "issuer"),
            (.selfSigned, "self"),
        ])
    func refused(certificate: Certificate, reason: String) async throws {
        let outcome = try await Self.outcome(certificate)
        guard case .failure(.tlsFailed(let why)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(why.contains(reason), "\(why)")
    }

    @Test("TLS 1.2 is refused if 1.3 is the minimum version", arguments: ["TLSv1.2", "TLSv1.3"])
    func minimumVersion(version: String) async throws {
        let directives = ["ssl_protocols \(version)"]
        let outcome = try await Self.outcome(.good, directives: directives, minimumVersion: .tls13)
        switch (version, outcome) {
        case ("TLSv1.3", .success): break
        case ("TLSv1.2", .failure(.tlsFailed)): break
        default: Issue.record("\(outcome)")
        }
    }

    @Test("TLS 1.2 is accepted, an older version is not", arguments: ["TLSv1.2", "TLSv1.1"])
    func version(version: String) async throws {
        // OpenSSL 3 offers TLS 1.1 only at security level 0.
        let directives = ["ssl_protocols \(version)", "ssl_ciphers ALL:@SECLEVEL=0"]
        let outcome = try await Self.outcome(.good, directives: directives)
        switch (version, outcome) {
        case ("TLSv1.2", .success(let response)):
            #expect(String(decoding: response.body, as: UTF8.self).contains(" TLSv1.2 "))
        case ("TLSv1.1", .failure(.tlsFailed)): break
        default: Issue.record("\(outcome)")
        }
    }
}
