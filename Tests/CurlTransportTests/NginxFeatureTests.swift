import CurlTransport
import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

/// Features that need a real server: HTTP/2, client certificates, pins, compression.
@Suite("nginx features", .enabled(if: NginxServer.isInstalled, NginxServer.howToInstall), .timeLimit(.minutes(10)))
struct NginxFeatureTests {
    /// Runs `body` against an nginx with a certificate of `authority`, and a transport that trusts it.
    static func withSecureNginx(
        authority: TestAuthority = .init(), tls: TLSSettings = .init(),
        version: CurlTransport.Configuration.Version = .negotiated, directives: [String] = [],
        _ body: (NginxServer, CurlTransport) async throws -> Void
    ) async throws {
        let server = NginxServer(identity: authority.identity("server", host: "localhost"), directives: directives)
        defer { server.stop() }
        var tls = tls
        tls.trust = .file(authority.certificateFile)
        let transport = try CurlTransport(configuration: .init(tls: tls, version: version))
        do {
            try await body(server, transport)
        } catch {
            await transport.close()
            throw error
        }
        await transport.close()
    }

    @Test("HTTP/2 is used if client and server support it, on one connection")
    func negotiated() async throws {
        try await Self.withSecureNginx { server, transport in
            for number in 0..<3 {
                let response = try await transport.send(server.request(.post), body: Array("body".utf8))
                #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("POST HTTP/2.0 TLSv1.3 "))
                #expect(response.metrics?.version == .http2)
                #expect(response.metrics?.isReusedConnection == (number > 0))
            }
        }
    }

    @Test("HTTP/1.1 is used if configured")
    func http11() async throws {
        try await Self.withSecureNginx(version: .http11) { server, transport in
            let response = try await transport.send(server.request())
            #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("GET HTTP/1.1 "))
            #expect(response.metrics?.version == .http11)
        }
    }

    @Test("Concurrent requests over HTTP/2 have bodies in both directions", arguments: [1, 100_000])
    func multiplexed(size: Int) async throws {
        try await Self.withSecureNginx { server, transport in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let body = [UInt8](repeating: UInt8(number), count: size)
                        let path = "/files/\(number)"
                        let created = try await transport.send(server.request(.put, path), body: body)
                        #expect(created.head.status == .created)
                        let read = try await transport.send(server.request(.get, path))
                        #expect(read.body == body)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("A client certificate is sent, and without one the server refuses")
    func clientCertificate() async throws {
        let authority = TestAuthority()
        let client = authority.identity("client")
        let certificate = ClientCertificate(
            chain: authority.folder.read("client.pem"), privateKey: authority.folder.read("client.key"))
        let demand = ["ssl_client_certificate \(authority.certificateFile)", "ssl_verify_client on"]
        #expect(client.certificateFile == authority.folder.file("client.pem"))
        try await Self.withSecureNginx(
            authority: authority, tls: TLSSettings(clientCertificate: certificate), directives: demand
        ) { server, transport in
            let response = try await transport.send(server.request())
            #expect(String(decoding: response.body, as: UTF8.self).hasSuffix(" SUCCESS CN=client"))
        }
        try await Self.withSecureNginx(authority: authority, directives: demand) { server, transport in
            let response = try await transport.send(server.request())
            #expect(response.head.status == .badRequest)
        }
    }

    @Test("A client certificate of an unknown authority is refused")
    func strangersCertificate() async throws {
        let (authority, stranger) = (TestAuthority(), TestAuthority())
        _ = stranger.identity("client")
        let certificate = ClientCertificate(
            chain: stranger.folder.read("client.pem"), privateKey: stranger.folder.read("client.key"))
        try await Self.withSecureNginx(
            authority: authority, tls: TLSSettings(clientCertificate: certificate),
            directives: ["ssl_client_certificate \(authority.certificateFile)", "ssl_verify_client on"]
        ) { server, transport in
            let response = try await transport.send(server.request())
            #expect(response.head.status == .badRequest)
        }
    }

    @Test(
        "A pinned key is accepted, and any other refused although its certificate is valid", arguments: [true, false])
    func pinned(isRight: Bool) async throws {
        let authority = TestAuthority()
        let server = NginxServer(identity: authority.identity("server", host: "localhost"))
        defer { server.stop() }
        let pin = isRight ? authority.pin(of: "server") : authority.pin(of: "authority")
        let transport = try CurlTransport(
            configuration: .init(
                tls: TLSSettings(trust: .file(authority.certificateFile), pinnedPublicKeys: [pin])))
        let error = await failure { () async throws(TransportError) in try await transport.send(server.request()) }
        if isRight {
            #expect(error == nil)
        } else if case .tlsFailed = error {
        } else {
            Issue.record("\(String(describing: error))")
        }
        await transport.close()
    }

    @Test("A compressed response is accepted and decoded, within the limit of the decoded body")
    func compression() async throws {
        let directives = ["gzip on", "gzip_min_length 1", "gzip_types *", "gzip_http_version 1.1"]
        try await Self.withSecureNginx(directives: directives) { server, transport in
            let zeros = [UInt8](repeating: 0, count: 100_000)
            server.folder.write("files/zeros", zeros)
            let request = server.request(.get, "/files/zeros")
            let options = TransferOptions(maximumResponseBytes: zeros.count, acceptsCompression: true)
            let response = try await transport.send(request, body: [], options: options)
            #expect(response.body == zeros)
            #expect(response.head.headerFields[.contentEncoding] == "gzip")
            #expect(try #require(response.metrics).bytesReceived < 2000)
            let plain = try await transport.send(request)
            #expect(plain.body == zeros)
            #expect(plain.head.headerFields[.contentEncoding] == nil)
            let tight = TransferOptions(maximumResponseBytes: zeros.count - 1, acceptsCompression: true)
            let error = await failure { () async throws(TransportError) in
                try await transport.send(request, body: [], options: tight)
            }
            #expect(error == .responseTooLarge(limit: zeros.count - 1))
        }
    }

    @Test("Bodies are streamed in both directions", arguments: [true, false])
    func streamed(isSecure: Bool) async throws {
        let pieces = (0..<64).map { [UInt8](repeating: UInt8($0), count: 50_000) }
        func exchange(_ server: NginxServer, _ transport: CurlTransport) async throws {
            let (stream, feed) = AsyncStream.makeStream(of: [UInt8].self)
            for piece in pieces { feed.yield(piece) }
            feed.finish()
            let created = try await transport.send(server.request(.put, "/files/a"), body: .sequence(stream))
            #expect(created.head.status == .created)
            let response = try await transport.stream(server.request(.get, "/files/a"))
            var read: [UInt8] = []
            for try await piece in response.body { read += piece }
            #expect(read == pieces.flatMap(\.self))
            #expect(response.body.end?.metrics.version == (isSecure ? .http2 : .http11))
        }
        if isSecure {
            try await Self.withSecureNginx { try await exchange($0, $1) }
        } else {
            try await withNginx { try await exchange($0, $1) }
        }
    }
}
