import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

/// What TLS promises, against a server of HTTP/1.1 that follows a script within it.
@Suite("Trust", .enabled(if: TestAuthority.isAvailable), .timeLimit(.minutes(1)))
struct TrustTests {
    /// How a GET ends against a server with a certificate of a fresh authority.
    ///
    /// - Parameter tls: what is demanded, made of the authority; trusts it and nothing else.
    static func outcome(
        _ tls: (TestAuthority) -> TLSSettings, _ script: @escaping @Sendable (Connection) -> Void
    ) async throws -> Result<HTTPTransportResponse, TransportError> {
        let authority = TestAuthority()
        let identity = authority.identity("server", host: "localhost")
        let server = FaultServer(identity: identity, speaksHTTP2: false, script)
        defer { server.stop() }
        var settings = tls(authority)
        settings.trust = .file(authority.certificateFile)
        let transport = try CurlTransport(configuration: .init(tls: settings))
        let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(server.port)", path: "/")
        let result = await result { () async throws(TransportError) in try await transport.send(request) }
        await transport.close()
        return result
    }

    @Test("one of several pinned keys is enough, none of them is not", arguments: [true, false])
    func severalPins(isThere: Bool) async throws {
        let outcome = try await Self.outcome({ authority in
            let others = (1...2).map { number in
                _ = authority.identity("other\(number)")
                return authority.pin(of: "other\(number)")
            }
            return TLSSettings(pinnedPublicKeys: others + (isThere ? [authority.pin(of: "server")] : []))
        }) { $0.answerAll() }
        switch outcome {
        case .success(let response): #expect(isThere && response.body == Array("ok".utf8))
        case .failure(.tlsFailed): #expect(!isThere)
        case .failure(let error): Issue.record("\(error)")
        }
    }

    @Test("a body until the end of the connection ends with TLS")
    func end() async throws {
        let outcome = try await Self.outcome({ _ in TLSSettings() }) { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
        }
        #expect(try outcome.get().body == Array("abc".utf8))
    }
}
