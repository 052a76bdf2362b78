import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

/// TLS to an HTTP/1.1 server that follows a script.
@Suite("Trust", .enabled(if: TestAuthority.isAvailable), .timeLimit(.minutes(10)))
struct TrustTests {
    /// Returns how a GET ends against a server with a certificate of a new authority.
    ///
    /// - Parameter tls: Returns the settings, given the authority; by default they trust it and nothing else.
    static func outcome(
        _ tls: (TestAuthority) -> TLSSettings, _ script: @escaping @Sendable (Connection) -> Void
    ) async throws -> Result<HTTPTransportResponse, TransportError> {
        let authority = TestAuthority()
        let identity = authority.identity("server", host: "localhost")
        let server = FaultServer(identity: identity, usesHTTP2: false, script)
        defer { server.stop() }
        var settings = tls(authority)
        settings.trust = .file(authority.certificateFile)
        let transport = try CurlTransport(configuration: .init(tls: settings))
        let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(server.port)", path: "/")
        let result = await result { () async throws(TransportError) in try await transport.send(request) }
        await transport.close()
        return result
    }

    @Test("One of several pinned keys is accepted, any other key is refused", arguments: [true, false])
    func severalPins(isThere: Bool) async throws {
        let outcome = try await Self.outcome({ authority in
            let others = (1...2).map { number in
                _ = authority.identity("other\(number)")
                return authority.pin(of: "other\(number)")
            }
            return TLSSettings(pinnedPublicKeys: others + (isThere ? [authority.pin(of: "server")] : []))
        }) { $0.respondToAll() }
        switch outcome {
        case .success(let response): #expect(isThere && response.body == Array("ok".utf8))
        case .failure(.tlsFailed): #expect(!isThere)
        case .failure(let error): Issue.record("\(error)")
        }
    }

    @Test(
        "A certificate that names its server only in the subject is refused, again and again", arguments: [true, false])
    func commonName(usesHTTP2: Bool) async throws {
        let arrivals = Slot(0)
        let authority = TestAuthority()
        let identity = authority.identity("localhost")
        let server = FaultServer(identity: identity, usesHTTP2: usesHTTP2) { connection in
            let isRequest = usesHTTP2 ? HTTP2Peer(connection)?.readRequest() != nil : connection.readRequest() != nil
            if isRequest { arrivals.change { $0 += 1 } }
        }
        defer { server.stop() }
        let tls = TLSSettings(trust: .file(authority.certificateFile))
        let transport = try CurlTransport(configuration: .init(tls: tls))
        let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(server.port)", path: "/")
        for _ in 0..<3 {
            let error = await failure { () async throws(TransportError) in try await transport.send(request) }
            guard case .tlsFailed(let reason) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains("subjectAltName"))
        }
        #expect(server.connectionCount == 3)
        await transport.close()
        #expect(arrivals.value == 0)
    }

    @Test("A body until the end of the connection requires the end of TLS")
    func end() async throws {
        let outcome = try await Self.outcome({ _ in TLSSettings() }) { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\r\nabc")
        }
        #expect(try outcome.get().body == Array("abc".utf8))
    }
}
