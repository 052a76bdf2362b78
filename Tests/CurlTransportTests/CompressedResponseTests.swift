import HTTPExchange
import HTTPTypes
import TestServer
import TestSupport
import Testing

@testable import CurlTransport

@Suite("Compressed responses", .timeLimit(.minutes(10)))
struct CompressedResponseTests {
    /// How a server shows the end of a body.
    enum Delivery: CaseIterable, Sendable {
        case length, chunks, close

        func response(_ body: [UInt8], _ fields: String) -> [UInt8] {
            let start = "HTTP/1.1 200 OK\r\n" + fields
            switch self {
            case .length: return Array((start + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
            case .chunks:
                // Two chunks, so that a boundary lies within the compressed bytes.
                let halves = [body[..<(body.count / 2)], body[(body.count / 2)...]].filter { !$0.isEmpty }
                let chunks: [UInt8] = halves.flatMap {
                    Array("\(String($0.count, radix: 16))\r\n".utf8) + $0 + [0x0D, 0x0A]
                }
                return Array((start + "Transfer-Encoding: chunked\r\n\r\n").utf8) + chunks + Array("0\r\n\r\n".utf8)
            case .close: return Array((start + "Connection: close\r\n\r\n").utf8) + body
            }
        }
    }

    static let text = Array(String(repeating: "To be, or not to be: that is the question. ", count: 50).utf8)
    static let options = TransferOptions(acceptsCompression: true)

    /// Returns the body of a response that is sent as given, then read at once and piece by piece, which must have the same
    /// outcome.
    static func body(
        _ response: [UInt8], _ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:],
        options: TransferOptions = options
    ) async throws -> Result<[UInt8], TransportError> {
        let closes = String(decoding: response.prefix(200), as: UTF8.self).contains("Connection: close")
        let script: @Sendable (Connection) -> Void = { connection in
            repeat {
                guard connection.readRequest() != nil else { return }
                connection.send(response)
            } while !closes
        }
        var outcome: Result<[UInt8], TransportError> = .failure(.closed)
        try await withServer(script) { server, transport in
            let request = server.request(method, "/", fields)
            outcome = await result { () async throws(TransportError) in
                try await transport.send(request, body: [], options: options).body
            }
            let streamed = await result { () async throws(TransportError) in
                try await transport.stream(request, options: options).body.collect(upTo: options.maximumResponseBytes)
            }
            #expect(streamed == outcome)
        }
        return outcome
    }

    @Test("Every format is decoded, whatever shows its end", arguments: Compression.allCases, Delivery.allCases)
    func decoded(format: Compression, delivery: Delivery) async throws {
        let compressed = format.compress(Self.text)
        let response = delivery.response(compressed, "Content-Encoding: \(format.coding)\r\n")
        #expect(try await Self.body(response) == .success(Self.text))
        // One byte changed.
        var changed = response
        changed[changed.count - (delivery == .chunks ? 8 : 1)] ^= 0x10
        let outcome = try await Self.body(changed)
        if format != .raw { #expect(Self.isMalformed(outcome), "\(outcome)") }
    }

    @Test(
        "A body that was cut off is truncated, whatever seems to show its end", arguments: Compression.allCases,
        Delivery.allCases)
    func truncated(format: Compression, delivery: Delivery) async throws {
        let compressed = format.compress(Self.text)
        let trailer = [Compression.gzip: 8, .zlib: 4, .raw: 0][format] ?? 0
        // Without a byte of the trailer, without the trailer, within the blocks, within the beginning.
        for missing in [1, trailer, trailer + 1, compressed.count / 2, compressed.count - 1] where missing > 0 {
            let response = delivery.response(
                Array(compressed.dropLast(missing)), "Content-Encoding: \(format.coding)\r\n")
            #expect(try await Self.body(response) == .failure(.truncatedResponse), "\(missing) bytes are missing")
        }
    }

    @Test("Several gzip members are joined; other bytes after a member are an error", arguments: Delivery.allCases)
    func members(delivery: Delivery) async throws {
        let member = Compression.gzip.compress(Self.text)
        let field = "Content-Encoding: gzip\r\n"
        #expect(try await Self.body(delivery.response(member + member, field)) == .success(Self.text + Self.text))
        #expect(Self.isMalformed(try await Self.body(delivery.response(member + [0, 0, 0], field))))
        let cut = delivery.response(Array((member + member).dropLast()), field)
        #expect(try await Self.body(cut) == .failure(.truncatedResponse))
    }

    @Test(
        "A coding that was not requested is an error, and so are several",
        arguments: [
            "Content-Encoding: br\r\n", "Content-Encoding: zstd\r\n", "Content-Encoding: compress\r\n",
            "Content-Encoding: gzip, gzip\r\n", "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n",
            "Content-Encoding: deflate, gzip\r\n", "Content-Encoding: g\u{7A}ip;q=1\r\n",
            "Content-Encoding: gzip,\r\ncontent-encoding: br\r\n",
        ])
    func otherCoding(fields: String) async throws {
        let twice = Compression.gzip.compress(Compression.gzip.compress(Self.text))
        #expect(Self.isMalformed(try await Self.body(Delivery.length.response(twice, fields))))
        // Who did not ask for compression gets the body as sent.
        let plain = try await Self.body(Delivery.length.response(twice, fields), options: TransferOptions())
        #expect(plain == .success(twice))
    }

    @Test(
        "identity is no coding, and x-gzip is gzip",
        arguments: ["identity", "", "gzip", "x-gzip", "GZIP", "identity, gzip", "gzip,"])
    func spellings(value: String) async throws {
        let isCoded = value.lowercased().contains("gzip")
        let body = isCoded ? Compression.gzip.compress(Self.text) : Self.text
        let response = Delivery.chunks.response(body, "Content-Encoding: \(value)\r\n")
        #expect(try await Self.body(response) == .success(Self.text))
    }

    @Test(
        "A response without a body is complete, whatever its coding", arguments: ["gzip", "deflate", "br"],
        ["HEAD", "204", "304", "length", "chunks"])
    func noBody(coding: String, kind: String) async throws {
        let field = "Content-Encoding: \(coding)\r\n"
        let response =
            switch kind {
            case "HEAD": Array("HTTP/1.1 200 OK\r\n\(field)Content-Length: 50\r\n\r\n".utf8)
            case "length": Delivery.length.response([], field)
            case "chunks": Delivery.chunks.response([], field)
            default: Array("HTTP/1.1 \(kind)\r\n\(field)\r\n".utf8)
            }
        let outcome = try await Self.body(response, kind == "HEAD" ? .head : .get)
        // Chunks in another coding may have a body.
        if coding == "br", kind == "chunks" {
            #expect(Self.isMalformed(outcome))
        } else {
            #expect(outcome == .success([]))
        }
        // The end of the connection does not show that there was nothing to come.
        guard coding != "br" else { return }
        #expect(try await Self.body(Delivery.close.response([], field)) == .failure(.truncatedResponse))
    }

    @Test("The fields stay as sent")
    func fields() async throws {
        let compressed = Compression.gzip.compress(Self.text)
        let response = Delivery.length.response(compressed, "Content-Encoding: gzip\r\n")
        try await withServer({ connection in
            while connection.readRequest() != nil { connection.send(response) }
        }) { server, transport in
            let whole = try await transport.send(server.request(), body: [], options: Self.options)
            let streamed = try await transport.stream(server.request(), options: Self.options)
            _ = try await streamed.body.collect(upTo: .max)
            for head in [whole.head, streamed.head] {
                #expect(head.headerFields[.contentEncoding] == "gzip")
                #expect(head.headerFields[.contentLength] == String(compressed.count))
            }
            #expect(try #require(whole.metrics).bytesReceived < Self.text.count)
            #expect(server.connectionCount == 1)
        }
    }

    @Test("What is asked for is what is decoded, unless the request says otherwise")
    func request() async throws {
        let seen = Slot("")
        try await withServer({ connection in
            while let request = connection.readRequest() {
                seen.value = request
                connection.send(ok("fine"))
            }
        }) { server, transport in
            let cases: [(fields: HTTPFields, options: TransferOptions, lines: [String])] = [
                ([:], Self.options, ["Accept-Encoding: gzip, deflate"]),
                ([.acceptEncoding: "gzip"], Self.options, ["Accept-Encoding: gzip"]),
                ([.range: "bytes=0-3"], Self.options, []),
                ([:], TransferOptions(), []),
                ([.acceptEncoding: "br"], TransferOptions(), ["Accept-Encoding: br"]),
            ]
            for (fields, options, lines) in cases {
                _ = try await transport.send(server.request(.get, "/", fields), body: [], options: options)
                let asked = seen.value.split(separator: "\r\n").filter { $0.hasPrefix("Accept-Encoding") }
                #expect(asked.map(String.init) == lines)
            }
        }
    }

    @Test("A part of a compressed body is returned as sent")
    func part() async throws {
        let part = Array(Compression.gzip.compress(Self.text).prefix(20))
        let head = "HTTP/1.1 206 Partial Content\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
        #expect(try await Self.body(Array(head.utf8) + part) == .success(part))
    }

    @Test("The largest size is that of the decoded body", arguments: Delivery.allCases)
    func limit(delivery: Delivery) async throws {
        let zeros = [UInt8](repeating: 0, count: 3 << 20)
        let response = delivery.response(Compression.gzip.compress(zeros), "Content-Encoding: gzip\r\n")
        for (limit, isEnough) in [(zeros.count, true), (zeros.count - 1, false), (0, false)] {
            let options = TransferOptions(maximumResponseBytes: limit, acceptsCompression: true)
            let outcome = try await Self.body(response, options: options)
            #expect(outcome == (isEnough ? .success(zeros) : .failure(.responseTooLarge(limit: limit))))
        }
        // Stored, it is a little larger than decoded.
        var random = SeededGenerator(seed: 3)
        let noise = random.bytes(50_000)
        let stored = delivery.response(Compression.gzip.compress(noise), "Content-Encoding: gzip\r\n")
        let exact = TransferOptions(maximumResponseBytes: noise.count, acceptsCompression: true)
        #expect(try await Self.body(stored, options: exact) == .success(noise))
    }

    @Test("A body that decodes to nothing is limited as received")
    func emptyMembers() async throws {
        let members = [[UInt8]](repeating: Compression.gzip.compress([]), count: 10_000).flatMap { $0 }
        let options = TransferOptions(maximumResponseBytes: 1000, acceptsCompression: true)
        try await withServer({ connection in
            while connection.readRequest() != nil {
                connection.send(Delivery.chunks.response(members, "Content-Encoding: gzip\r\n"))
            }
        }) { server, transport in
            let error = await failure { () async throws(TransportError) in
                try await transport.send(server.request(), body: [], options: options)
            }
            #expect(error == .responseTooLarge(limit: 1000))
            let streamed = try await transport.stream(server.request(), options: options)
            #expect(try await streamed.body.collect(upTo: 0) == [])
        }
    }

    @Test("The ratio is limited, if the options say so")
    func ratio() async throws {
        let zeros = [UInt8](repeating: 0, count: 3 << 20)
        let response = Delivery.close.response(Compression.gzip.compress(zeros), "Content-Encoding: gzip\r\n")
        for (ratio, isEnough) in [(100, false), (1032, true)] {
            let options = TransferOptions(
                maximumResponseBytes: zeros.count, acceptsCompression: true, maximumCompressionRatio: ratio)
            let outcome = try await Self.body(response, options: options)
            #expect(outcome == (isEnough ? .success(zeros) : .failure(.compressionRatioTooHigh(limit: ratio))))
        }
    }

    static func isMalformed(_ outcome: Result<[UInt8], TransportError>) -> Bool {
        if case .failure(.contentDecodingFailed) = outcome { true } else { false }
    }
}
