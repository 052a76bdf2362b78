import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@Suite("TLS", .enabled(if: OpenSSLServer.isAvailable), .timeLimit(.minutes(10)))
struct TLSTests {
    /// Returns how a GET to `host` ends when `trusting` the server's own certificate, or the distribution's authorities.
    static func outcome(host: String, trusting: Bool) async throws -> Result<HTTPTransportResponse, TransportError> {
        let server = OpenSSLServer()
        defer { server.stop() }
        let trust = trusting ? TLSSettings.Trust.file(server.certificateFile) : .system
        let transport = try CurlTransport(configuration: .init(tls: .init(trust: trust)))
        let request = HTTPRequest(method: .get, scheme: "https", authority: "\(host):\(server.port)", path: "/")
        let result: Result<HTTPTransportResponse, TransportError>
        do throws(TransportError) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        await transport.close()
        return result
    }

    static func isTLSError(_ outcome: Result<HTTPTransportResponse, TransportError>) -> Bool {
        if case .failure(.tlsFailed) = outcome { true } else { false }
    }

    @Test("A server with the trusted certificate is accepted")
    func trusted() async throws {
        let response = try await Self.outcome(host: "localhost", trusting: true).get()
        #expect(response.head.status == .ok)
        #expect(String(decoding: response.body, as: UTF8.self).contains("TLSv1.3"))
    }

    @Test("A self-signed certificate is refused", .enabled(if: CABundleTests.isInstalled))
    func selfSigned() async throws {
        let outcome = try await Self.outcome(host: "localhost", trusting: false)
        #expect(Self.isTLSError(outcome), "\(outcome)")
    }

    @Test("A certificate for another name is refused")
    func otherName() async throws {
        let outcome = try await Self.outcome(host: "127.0.0.1", trusting: true)
        #expect(Self.isTLSError(outcome), "\(outcome)")
    }

    @Test("A server without TLS is refused")
    func plainServer() async throws {
        let server = FaultServer { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            connection.stall()
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        let request = HTTPRequest(method: .get, scheme: "https", authority: server.authority, path: "/")
        let error = await failure { () async throws(TransportError) in try await transport.send(request) }
        guard case .tlsFailed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await transport.close()
    }

    @Test("A server that stalls in the handshake is connectTimedOut")
    func stalledHandshake() async throws {
        let server = FaultServer { $0.stall() }
        defer { server.stop() }
        let transport = try CurlTransport()
        let request = HTTPRequest(method: .get, scheme: "https", authority: server.authority, path: "/")
        let options = TransferOptions(connectTimeout: .milliseconds(150))
        let error = await failure { () async throws(TransportError) in
            try await transport.send(request, body: [], options: options)
        }
        #expect(error == .connectTimedOut)
        await transport.close()
    }

    @Test("A file without a certificate is certificateAuthoritiesMissing")
    func badBundle() async throws {
        let server = OpenSSLServer()
        defer { server.stop() }
        let transport = try CurlTransport(configuration: .init(tls: .init(trust: .file("/etc/hostname"))))
        let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(server.port)", path: "/")
        let error = await failure { () async throws(TransportError) in try await transport.send(request) }
        guard case .certificateAuthoritiesMissing = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await transport.close()
    }
}
