import Glibc
import HTTPExchange
import HTTPTypes
import TestServer
import Testing

@testable import CurlTransport

/// Proxies that do not connect to the server. RFC 9110 section 9.3.6.
@Suite("Failures of a proxy", .timeLimit(.minutes(10)))
struct ProxyFailureTests {
    static let request = HTTPRequest(method: .post, scheme: "https", authority: "server.invalid", path: "/secret")

    /// Returns how a POST ends through a proxy.
    static func error(_ proxy: ProxySettings, policy: RetryPolicy = .init(maximumAttempts: 1)) async throws
        -> TransportError?
    {
        let transport = try CurlTransport(configuration: .init(proxy: proxy))
        let retrying = RetryingTransport(transport, policy: policy)
        let error = await failure { () async throws(TransportError) in
            try await retrying.send(request, body: Array("secret".utf8), options: .init())
        }
        await transport.close()
        return error
    }

    /// Runs a proxy that reads the head of each CONNECT and then follows `script`, and expects the failure.
    static func expectFailure(
        status: Int?, policy: RetryPolicy = .init(maximumAttempts: 1), connections: Int = 1,
        _ script: @escaping @Sendable (Connection) -> Void
    ) async throws {
        let seen = Slot("")
        let proxy = FaultServer { connection in
            let head = connection.read(upTo: "\r\n\r\n") ?? ""
            seen.change { $0 += head }
            script(connection)
        }
        defer { proxy.stop() }
        let error = try await error(.server("http://me:hunter2@\(proxy.authority)/"), policy: policy)
        guard case .proxyFailed("http://\(proxy.authority)/", status, _) = error, let error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error.isBeforeSending && error.isUnprocessed)
        let text = error.description
        #expect(text.contains(proxy.authority) && !text.contains("hunter2") && !text.contains("me:"))
        if let status { #expect(text.contains(String(status))) }
        #expect(seen.value.hasPrefix("CONNECT server.invalid:443 HTTP/1.1\r\n") && !seen.value.contains("secret"))
        #expect(proxy.connectionCount == connections)
    }

    @Test("A CONNECT that the proxy refuses names the proxy and the status", arguments: [403, 407, 502, 503])
    func refused(status: Int) async throws {
        for rest in ["Content-Length: 3\r\n\r\nno!", "Content-Length: 0\r\nConnection: close\r\n\r\n"] {
            try await Self.expectFailure(status: status) {
                $0.send("HTTP/1.1 \(status) No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n\(rest)")
                $0.stall()
            }
        }
    }

    @Test("A CONNECT that the proxy drops, or does not answer in HTTP, names the proxy")
    func dropped() async throws {
        try await Self.expectFailure(status: nil) { _ in }
        try await Self.expectFailure(status: nil) { $0.reset() }
        try await Self.expectFailure(status: nil) { $0.send("SSH-2.0-OpenSSH\r\n") }
        try await Self.expectFailure(status: 200) { $0.send("HTTP/1.1 200 OK\r\n") }
    }

    @Test("A POST whose CONNECT failed is sent again, except with other credentials required")
    func retried() async throws {
        let policy = RetryPolicy(maximumAttempts: 3, baseDelay: .milliseconds(1))
        try await Self.expectFailure(status: nil, policy: policy, connections: 3) { _ in }
        for (status, connections) in [(503, 3), (407, 1)] {
            try await Self.expectFailure(status: status, policy: policy, connections: connections) {
                $0.send("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n")
            }
        }
    }

    @Test("A proxy that cannot be reached, or has no address, is named")
    func unreachable() async throws {
        let (socket, port) = boundSocket()
        defer { close(socket) }
        let host = String(repeating: "a", count: 70) + ".invalid"
        for address in ["127.0.0.1:\(port)", host] {
            for scheme in ["http", "socks5h"] {
                let error = try await Self.error(.server("\(scheme)://\(address)", user: ("me", "hunter2")))
                guard case .proxyFailed("\(scheme)://\(address)", nil, _) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test("A response that a proxy gives to plain http is returned: it cannot be distinguished from the server's")
    func plain() async throws {
        let proxy = FaultServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
            }
        }
        defer { proxy.stop() }
        let transport = try CurlTransport(
            configuration: .init(plainHTTP: .allowed, proxy: .server("http://\(proxy.authority)")))
        var request = Self.request
        request.scheme = "http"
        let response = try await transport.send(request)
        #expect(response.head.status.code == 407)
        await transport.close()
    }
}
