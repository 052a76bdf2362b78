#if Service

import CryptoCore
import OAuth1
import Testing

@testable import ToopherService

@Suite("Bytes on a connection") struct MalformedHTTPTests {
    private static let refusal = #"{"error_code":400,"error_message":"The request is not HTTP, or too large"}"#

    /// Sends text and returns everything that comes back.
    private func exchange(_ text: String, _ live: LiveService) async throws -> String {
        let client = try RawClient(port: live.port)
        client.send(text)
        return try #require(await client.readToEnd())
    }

    @Test(
        "What is no HTTP gets the protocol's JSON, and the connection ends",
        arguments: [
            "\u{0}\u{1}\u{2} nothing\r\n\r\n", "GET / HTTP/1.1\r\nHost x\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "0\r\n\r\n",
            "POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 40_000) + "\r\n\r\n",
        ])
    func malformed(_ text: String) async throws {
        try await LiveService.run { live in
            let response = try await exchange(text, live)
            #expect(response.hasPrefix("HTTP/1.1 400 "))
            #expect(response.hasSuffix("\r\n\r\n" + Self.refusal))
            let head = response.lowercased()
            #expect(head.contains("\r\nconnection: close\r\n"))
            #expect(head.contains("\r\ncontent-length: \(Self.refusal.utf8.count)\r\n"))
            #expect(head.contains("\r\ncontent-type: application/json; charset=utf-8\r\n"))
        }
    }

    @Test("What was requested before is answered first")
    func behindRequest() async throws {
        try await LiveService.run { live in
            let response = try await exchange("GET /health HTTP/1.1\r\nHost: x\r\n\r\n\u{1}\r\n\r\n", live)
            #expect(response.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(response.contains(#"{"status":"ok"}HTTP/1.1 400 "#) && response.hasSuffix(Self.refusal))
        }
    }

    @Test(
        "A POST without a body is answered, however its client says that there is none",
        arguments: [
            ("", ""), ("", "0\r\n\r\n"), ("Content-Length: 0\r\n", ""),
            ("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            ("Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ])
    func emptyBody(_ fields: String, _ body: String) async throws {
        try await LiveService.run { live in
            let made = try await live.service.createRequester(name: "Shop")
            let credentials = try Credentials(
                consumerKey: made.consumerKey, consumerSecret: SecretBytes(utf8: made.consumerSecret))
            let url = "http://127.0.0.1:\(live.port)/v1/users/create"
            let header = try Signer(credentials: credentials).authorizationHeader(method: "POST", url: url)
            let client = try RawClient(port: live.port)
            client.send(
                """
                POST /v1/users/create HTTP/1.1\r
                Host: 127.0.0.1:\(live.port)\r
                Authorization: \(header)\r
                \(fields)\r
                \(body)
                """)
            // The signature is valid, and a name is missing.
            let response = try #require(await client.read(upTo: "}"))
            #expect(response.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(response.contains("Missing parameter: name"), "\(response)")
        }
    }

    @Test("OPTIONS of the server itself, and HEAD on a connection that goes on")
    func wholeServer() async throws {
        try await LiveService.run { live in
            let client = try RawClient(port: live.port)
            client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
            let options = try #require(await client.read(upTo: "{}"))
            #expect(options.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(options.lowercased().contains("\r\nallow: get, head, options, post\r\n"))
            client.send("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            let both = try #require(await client.read(upTo: "}"))
            #expect(both.ranges(of: "HTTP/1.1 200 OK\r\n").count == 2)
            #expect(both.lowercased().ranges(of: "\r\ncontent-length: 15\r\n").count == 2)
            #expect(both.hasSuffix("\r\n\r\n{\"status\":\"ok\"}"))
        }
    }
}

#endif
