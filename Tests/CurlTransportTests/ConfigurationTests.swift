import Glibc
import HTTPExchange
import HTTPTypes
import Logging
import TestServer
import Testing

@testable import CurlTransport

@Suite("Configuration", .timeLimit(.minutes(10)))
struct ConfigurationTests {
    @Test("A proxy receives requests to other hosts, with its credentials, and none to this machine")
    func proxy() async throws {
        let seen = Slot("")
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                seen.value = request
                connection.send(ok("by proxy"))
            }
        }
        let proxy = FaultServer(script)
        defer { proxy.stop() }
        let transport = try CurlTransport(
            configuration: .init(
                plainHTTP: .allowed,
                proxy: .server("http://\(proxy.authority)", user: ("me", "pass"), bypass: ["direct.invalid"])))
        let request = HTTPRequest(method: .get, scheme: "http", authority: "elsewhere.invalid", path: "/a%2Fb/../c?q")
        let response = try await transport.send(request)
        #expect(response.body == Array("by proxy".utf8))
        #expect(seen.value.hasPrefix("GET http://elsewhere.invalid/a%2Fb/../c?q HTTP/1.1\r\n"))
        #expect(seen.value.contains("\r\nProxy-Authorization: Basic bWU6cGFzcw==\r\n"))
        var direct = request
        direct.authority = "direct.invalid"
        #expect(
            await failure { () async throws(TransportError) in try await transport.send(direct) }
                == .couldNotResolveHost)
        direct.authority = "localhost:\(proxy.port)"
        seen.value = ""
        _ = try await transport.send(direct)
        #expect(seen.value.hasPrefix("GET /a%2Fb/../c?q HTTP/1.1\r\n") && !seen.value.contains("Proxy-"))
        await transport.close()
    }

    @Test("A Unix socket is used instead of the network")
    func unixSocket() async throws {
        let path = "/tmp/toopher-test-\(getpid()).sock"
        defer { unsafe unlink(path) }
        let server = FaultServer(unixSocket: path) { $0.respondToAll("local") }
        defer { server.stop() }
        let transport = try CurlTransport(configuration: .init(unixSocket: path))
        let request = HTTPRequest(method: .get, scheme: "http", authority: "anything.invalid", path: "/")
        for _ in 0..<2 {
            let response = try await transport.send(request)
            #expect(response.body == Array("local".utf8))
        }
        // See `PooledConnections`.
        #expect(server.connectionCount == (CurlLibrary.checksReusedConnections ? 1 : 2))
        await transport.close()
    }

    @Test(
        "An invalid configuration is refused by the initialiser",
        arguments: [
            CurlTransport.Configuration(unixSocket: ""),
            .init(unixSocket: String(repeating: "a", count: 108)),
            .init(tls: .init(pinnedPublicKeys: ["sha1//AAAA"])),
            .init(tls: .init(pinnedPublicKeys: ["sha256//" + String(repeating: ";", count: 43) + "="])),
            .init(tls: .init(trust: .pem([]))),
            .init(proxy: .server("")),
            .init(proxy: .server("http://a\u{0}b")),
        ])
    func invalid(configuration: CurlTransport.Configuration) throws {
        let error = #expect(throws: TransportError.self) { try CurlTransport(configuration: configuration) }
        guard case .invalidConfiguration = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("No description contains a password or a private key")
    func redacted() {
        let proxy = ProxySettings.server("http://p", user: ("me", "hunter2"))
        let certificate = ClientCertificate(chain: [], privateKey: Array("hunter2".utf8))
        let configuration = CurlTransport.Configuration(tls: .init(clientCertificate: certificate), proxy: proxy)
        for value in [proxy, certificate, configuration] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("hunter2") && !text.contains("104, 117, 110"))
            }
        }
    }

    @Test("The metrics have durations, bytes and connection reuse; the log has them without path, fields and body")
    func metrics() async throws {
        let log = MemoryLog()
        let server = FaultServer { $0.respondToAll("12345") }
        defer { server.stop() }
        let transport = try CurlTransport(logger: Logger(label: "test") { _ in log })
        var request = server.request(.post, "/path-secret?query-secret", [.authorization: "field-secret"])
        for reused in [false, true] {
            let response = try await transport.send(request, body: Array("body-secret".utf8))
            let metrics = try #require(response.metrics)
            #expect(metrics.isReusedConnection == reused)
            #expect(metrics.total >= metrics.firstByte && metrics.firstByte >= metrics.connect)
            #expect(reused || metrics.connect > .zero)
            #expect(metrics.tls == .zero && metrics.version == .http11)
            #expect(metrics.bytesSent > 100 && metrics.bytesReceived > 40)
        }
        request.authority = "127.0.0.1:1"
        _ = await failure { () async throws(TransportError) in try await transport.send(request) }
        await transport.close()
        #expect(log.lines.value.count == 3)
        #expect(log.lines.value[0].contains("http.status=200") && log.lines.value[0].contains("http.method=POST"))
        #expect(log.lines.value[2].contains("error=The connection was refused"))
        #expect(!log.lines.value.contains { $0.contains("secret") })
    }

    @Test("Tasks on the transport's own thread send and wait like others, even when it is closed meanwhile")
    func executor() async throws {
        try await withServer({ $0.respondToAll("ok") }) { server, transport in
            let request = server.request()
            let completed = await withTaskExecutorPreference(transport.executor) {
                await withTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            var count = 0
                            for _ in 0..<20 where (try? await transport.send(request))?.head.status == .ok {
                                count += 1
                            }
                            return count
                        }
                    }
                    return await group.reduce(0, +)
                }
            }
            #expect(completed == 160)
            let error = await withTaskExecutorPreference(transport.executor) {
                await transport.close()
                return await failure { () async throws(TransportError) in try await transport.send(request) }
            }
            #expect(error == .closed)
        }
    }
}

/// A log handler that records what is logged.
struct MemoryLog: LogHandler {
    let lines = Slot<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        lines.change { $0.append("\(event.message) \(pairs)") }
    }
}
