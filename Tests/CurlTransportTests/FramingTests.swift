import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

/// Heads whose body two recipients could delimit in different ways. RFC 9112 section 6.
@Suite("Message framing", .timeLimit(.minutes(10)))
struct FramingTests {
    /// What a recipient that reads the head otherwise takes for the next response.
    private static let rest = "abcde" + ok("forged")

    static let unclear = [
        // Content-Length is digits alone, or the same number again.
        "Content-Length: +5", "Content-Length: -5", "Content-Length: 0x5", "Content-Length: 5.0", "Content-Length: 5 5",
        "Content-Length: 5;", "Content-Length: 5,", "Content-Length: ,5", "Content-Length: 5,,5",
        "Content-Length: 5, 6",
        "Content-Length:", "Content-Length: \"5\"", "Content-Length: five", "Content-Length: 5e0",
        "Content-Length: 5\u{B}",
        "Content-Length: \u{665}", "Content-Length: 5_000", "Content-Length: 9223372036854775808",
        "Content-Length: 18446744073709551621", "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\ncontent-length: 4", "Content-Length: 5, 5, 6", "Content-Length:\r\n 5",
        "Content-Length: 5\r\n 0",
        // Transfer-Encoding is chunked, once.
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: chunked\r\n , identity",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked;x=y", "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:", "Transfer-Encoding: chunked,", "Transfer-Encoding: \u{B}chunked",
        // Both.
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
        // Names.
        "Content-Length : 5", "Content-Length\t: 5", "Transfer-Encoding : chunked", "X-A : b", " Content-Length: 5",
        "\tTransfer-Encoding: chunked", "Content-Length\u{A0}: 5", ": 5", "Content Length: 5",
        // Line ends.
        "X-A: b\rContent-Length: 5", "X-A: b\r\r", "X-A: b\0c",
    ]

    @Test(
        "A head that leaves the length of the body open is refused, and its connection not used again",
        arguments: unclear)
    func malformed(fields: String) async throws {
        try await Self.refuses("HTTP/1.1 200 OK\r\n" + fields)
    }

    @Test(
        "A malformed status line, or one of another version, is refused",
        arguments: [
            "HTTP/2 200 OK", "HTTP/2 200 ", "HTTP/2.0 200 OK", "HTTP/3 200 OK", "HTTP/0.9 200 OK", "HTTP/1.2 200 OK",
            "HTTP/10.1 200 OK", "HTTP/1.10 200 OK", "HTTP/1 200 OK", "HTTP/01.1 200 OK", "http/1.1 200 OK",
            " HTTP/1.1 200 OK", "HTTP/1.1  200 OK", "HTTP/1.1\t200 OK", "HTTP/1.1 200OK", "HTTP/1.1 200\tOK",
            "HTTP/1.1 2000",
            "HTTP/1.1 20",
            "HTTP/1.1 +20 OK", "HTTP/1.1 099 OK", "HTTP/1.1 2\0 OK", "HTTP/1.1 200 O\rK", "ICY 200 OK",
        ])
    func statusLine(line: String) async throws {
        try await Self.refuses(line + "\r\nContent-Length: 5")
    }

    @Test(
        "Where HTTP/2 was offered, its status line over HTTP/1.1 is read by the same rules",
        .enabled(if: TestAuthority.isAvailable),
        arguments: [
            ("HTTP/2 200 \r\nContent-Length: 5", true), ("HTTP/2 200\r\nContent-Length: 5", true),
            ("HTTP/2 200 OK\r\nContent-Length: 5", false), ("HTTP/2 200 \r\nContent-Length: +5", false),
            ("HTTP/2 200 \r\nTransfer-Encoding: chunked", false), ("HTTP/3 200 \r\nContent-Length: 5", false),
        ])
    func otherVersion(head: String, isAccepted: Bool) async throws {
        let folder = TemporaryFolder()
        let identity = TestAuthority.selfSigned("server", host: "localhost", in: folder)
        let server = FaultServer(identity: identity, usesHTTP2: false) { connection in
            while connection.readRequest() != nil { connection.send(head + "\r\n\r\nabcde") }
        }
        defer { server.stop() }
        for version in [CurlTransport.Configuration.Version.negotiated, .http11] {
            let tls = TLSSettings(trust: .file(identity.certificateFile))
            let transport = try CurlTransport(configuration: .init(tls: tls, version: version))
            let request = HTTPRequest(
                method: .get, scheme: "https", authority: "localhost:\(server.port)", path: "/")
            for _ in 0..<2 {
                let outcome = await result { () async throws(TransportError) in try await transport.send(request).body }
                if isAccepted, version == .negotiated {
                    #expect(outcome == .success(Array("abcde".utf8)))
                } else if case .failure(let error) = outcome {
                    #expect(FaultTests.isProtocolError(error), "\(error)")
                } else {
                    Issue.record("\(outcome)")
                }
            }
            await transport.close()
        }
    }

    @Test("HTTP/1.0 has no Transfer-Encoding", arguments: ["", "Content-Length: 5\r\n"])
    func http10(field: String) async throws {
        try await Self.refuses("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\(field)Transfer-Encoding: chunked")
    }

    @Test(
        "An interim response is read as strictly", arguments: ["Content-Length : 5", "X-A: b\rc", "Content-Length: 5x"])
    func interim(field: String) async throws {
        try await Self.refuses("HTTP/1.1 103 Early Hints\r\n\(field)\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5")
    }

    @Test(
        "A body whose length is clear is read, and its connection used again",
        arguments: [
            "Content-Length: 5", "content-length:5", "CONTENT-LENGTH: \t5 \t", "Content-Length: 005",
            "Content-Length: 5, 5",
            "Content-Length: 5 ,\t05", "Content-Length: 5\r\nContent-Length: 5",
            "X-A: b\r\n c\r\n \t\r\nContent-Length: 5",
            "X-Content-Length: 6\r\nContent-Length: 5", "X-A: Content-Length: 7\r\nContent-Length: 5",
            "Transfer-Encoding: chunked", "transfer-encoding:CHUNKED", "Transfer-Encoding: \tChunked \t",
            "TE: gzip\r\nTransfer-Encoding: chunked",
        ])
    func clear(fields: String) async throws {
        let isChunked = fields.lowercased().hasSuffix("chunked") || fields.hasSuffix("Chunked \t")
        let body = isChunked ? "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n" : "abcde"
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n\(body)") }
        }
        try await withServer(script) { server, transport in
            for _ in 0..<2 {
                let whole = try await transport.send(server.request())
                #expect(whole.body == Array("abcde".utf8))
                let streamed = try await transport.stream(server.request())
                let body = try await streamed.body.collect(upTo: 5)
                #expect(body == whole.body)
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test("A response without a body has none, however its length is announced", arguments: ["HEAD", "204", "304"])
    func noBody(kind: String) async throws {
        let status = Int(kind) ?? 200
        let script: @Sendable (Connection) -> Void = { connection in
            while connection.readRequest() != nil { connection.send("HTTP/1.1 \(status)\r\nContent-Length: 5\r\n\r\n") }
        }
        try await withServer(script) { server, transport in
            for _ in 0..<2 {
                let response = try await transport.send(server.request(kind == "HEAD" ? .head : .get))
                #expect(response.head.status.code == status && response.body.isEmpty)
            }
            #expect(server.connectionCount == 1)
        }
        // The head is read as strictly as any.
        try await Self.refuses("HTTP/1.1 \(status)\r\nContent-Length: +5", method: kind == "HEAD" ? .head : .get)
    }

    @Test(
        "Malformed trailers are refused, and their connection not used again",
        arguments: ["X-A : b", "no colon", "X-A: b\rc"])
    func trailers(line: String) async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n"
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                connection.send(request.hasPrefix("GET /good") ? ok("fine") : head + line + "\r\n\r\n")
            }
        }
        try await withServer(script) { server, transport in
            let request = server.request()
            let error = await failure { () async throws(TransportError) in try await transport.send(request) }
            // libcurl reads some of them before they are delivered, and calls them broken chunks.
            #expect(
                FaultTests.isProtocolError(error) || FaultTests.isConnectionLost(error), "\(String(describing: error))")
            _ = try await transport.send(server.request(.get, "/good"))
            #expect(server.connectionCount == 2)
        }
    }

    @Test("What the framing accepts, the parser of the fields accepts")
    func agreement() throws {
        var random = SeededGenerator(seed: 7)
        let seeds = ["X-A: b", "Content-Length: 5", "Transfer-Encoding: chunked", "X-A: b\r\n c", "A:", "ETag: \"x\""]
        let bytes: [UInt8] = [0x00, 0x09, 0x0D, 0x20, 0x2C, 0x3A, 0x35, 0x80, 0x61, 0x7F]
        var accepted = 0
        for _ in 0..<20_000 {
            var text = Array("HTTP/1.1 200 OK\r\n".utf8)
            var fields: [UInt8] = []
            for _ in 0..<3 { fields += Array(((seeds.randomElement(using: &random) ?? "") + "\r\n").utf8) }
            for _ in 0..<Int.random(in: 0..<3, using: &random) {
                let index = Int.random(in: fields.indices, using: &random)
                fields[index] = bytes.randomElement(using: &random) ?? 0
            }
            text += fields
            guard Self.isAccepted(text) else { continue }
            accepted += 1
            #expect(throws: Never.self) { try ResponseHeadParser.head(of: text) }
        }
        #expect(accepted > 1000 && accepted < 19_000)
    }

    private static func isAccepted(_ head: [UInt8]) -> Bool {
        var framing: ResponseFraming?
        do throws(TransportError) {
            for line in head.split(separator: 0x0A) {
                let line = Array(line) + [0x0A]
                if framing == nil {
                    framing = try ResponseFraming(statusLine: line.span, mayBeHTTP2: false)
                } else {
                    // libcurl takes this line for the end of the head.
                    guard line[0] != 0x0D else { return false }
                    try framing?.read(line.span)
                }
            }
            return true
        } catch {
            return false
        }
    }

    /// Expects that `head` is refused before a byte of the body is delivered, and that the next request has a connection of
    /// its own and its own response.
    private static func refuses(_ head: String, method: HTTPRequest.Method = .get) async throws {
        let script: @Sendable (Connection) -> Void = { connection in
            while let request = connection.readRequest() {
                let isGood = request.firstLine.contains("/good")
                connection.send(isGood ? ok("fine") : head + "\r\n\r\n" + (method == .head ? "" : rest))
            }
        }
        try await withServer(script) { server, transport in
            let request = server.request(method)
            let error = await failure { () async throws(TransportError) in try await transport.send(request) }
            #expect(FaultTests.isProtocolError(error), "\(String(describing: error))")
            let streamed = await failure { () async throws(TransportError) in try await transport.stream(request).head }
            #expect(FaultTests.isProtocolError(streamed), "streamed: \(String(describing: streamed))")
            let good = try await transport.send(server.request(.get, "/good"))
            #expect(good.body == Array("fine".utf8))
            #expect(server.connectionCount == 3)
        }
    }
}

extension String {
    fileprivate var firstLine: Substring { prefix { $0 != "\r\n" } }
}
