import CryptoCore
import OAuth1
import Subprocess
import Synchronization
import SystemPackage
import TestServer
import Testing

/// Runs the command line that `toopher oauth sign --as curl` prints, and looks at what arrives.
@Suite("The curl command line of toopher oauth sign")
struct CurlCommandLineTests {
    /// The arguments of the command, and what must arrive.
    struct Line: Sendable, CustomTestStringConvertible {
        var url: String
        var arguments: [String] = []
        var method = "GET"
        var target: String
        var host: String
        var fields: [(String, String)] = []
        var body = ""

        var testDescription: String { "\(method) \(url) \(arguments)" }
    }

    static let formData = ["-d", "a=b c&d='e'&$HOME=`id`"]
    static let jsonData = ["-H", "Content-Type: application/json", "-d", "{\"a\": [1,\n2]}"]

    static let lines = [
        Line(url: "http://h.example/", target: "/", host: "h.example"),
        Line(url: "http://h.example", target: "/", host: "h.example"),
        Line(url: "http://h.example?a=1&b", target: "/?a=1&b", host: "h.example"),
        Line(url: "HTTP://H.Example:8080/A#f", target: "/A", host: "H.Example:8080"),
        Line(url: "http://h.example:80/", target: "/", host: "h.example"),
        Line(url: "http://h.example./", target: "/", host: "h.example."),
        Line(url: "http://127.0.0.1:81/", target: "/", host: "127.0.0.1:81"),
        Line(url: "http://127.1/", target: "/", host: "127.1"),
        Line(url: "http://[::1]:81/", target: "/", host: "[::1]:81"),
        Line(url: "http://[0:0::1]/", target: "/", host: "[0:0::1]"),
        Line(url: "http://xn--bcher-kva.example/", target: "/", host: "xn--bcher-kva.example"),
        Line(url: "http://h.example/{a,b}/[1-3]?f[x]={y}", target: "/{a,b}/[1-3]?f[x]={y}", host: "h.example"),
        Line(url: "http://h.example/a/../b/./c//d/..", target: "/a/../b/./c//d/..", host: "h.example"),
        Line(
            url: "http://h.example/%2e%2E/%20%C3%a9+;=@:!$&'()*,~", target: "/%2e%2E/%20%C3%a9+;=@:!$&'()*,~",
            host: "h.example"),
        Line(url: "http://h.example/|^`\"<>\\%zz?|^`\"<>\\%", target: "/|^`\"<>\\%zz?|^`\"<>\\%", host: "h.example"),
        Line(url: "http://h.example/?", target: "/?", host: "h.example"),
        Line(url: "http://h.example/", arguments: ["-X", "HEAD"], method: "HEAD", target: "/", host: "h.example"),
        Line(url: "http://h.example/", arguments: ["-X", "head"], method: "head", target: "/", host: "h.example"),
        Line(url: "http://h.example/", arguments: ["-X", "~!#'|x"], method: "~!#'|x", target: "/", host: "h.example"),
        Line(url: "http://h.example/", arguments: ["-X", "DELETE"], method: "DELETE", target: "/", host: "h.example"),
        Line(
            url: "http://h.example/", arguments: formData, method: "POST", target: "/", host: "h.example",
            fields: [("content-type", "application/x-www-form-urlencoded")], body: formData[1]),
        Line(
            url: "http://h.example/", arguments: jsonData + ["-X", "PUT", "--body-hash"], method: "PUT", target: "/",
            host: "h.example", fields: [("content-type", "application/json")], body: jsonData[3]),
        Line(
            url: "http://h.example/", arguments: ["-d", "~"], method: "POST", target: "/", host: "h.example", body: "~"),
        Line(url: "http://h.example/", arguments: ["-d", ""], method: "POST", target: "/", host: "h.example"),
        Line(
            url: "http://127.0.0.1:81/", arguments: ["-H", "Host: api.example.com:8443"], target: "/",
            host: "api.example.com:8443"),
        Line(
            url: "http://h.example/",
            arguments: ["-H", "Authorization: OAuth realm=\"R\"", "-H", "authorization: Basic x"],
            target: "/", host: "h.example"),
        Line(
            url: "http://h.example/", arguments: ["-H", "X-One:\t two \t", "-H", "x-none:", "-H", "X-It:it's  $HOME"],
            target: "/", host: "h.example", fields: [("x-one", "two"), ("x-none", ""), ("x-it", "it's  $HOME")]),
        Line(
            url: "http://h.example/", arguments: ["--realm", "a 'b' \"c\" \\"], target: "/", host: "h.example"),
    ]

    /// Runs `line` and returns the request that a server receives, whatever its host.
    static func request(of line: String) async throws -> TestServer.ParsedRequest {
        let received = Received()
        let server = FaultServer { connection in
            received.text.withLock { $0 = connection.readRequest() }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        defer { server.stop() }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", "\(line) --silent --show-error --noproxy '*' --connect-to ::127.0.0.1:\(server.port)"],
            environment: .inherit.updating(["HOME": "/nonexistent", "CURL_HOME": "/nonexistent"]),
            output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        try #require(result.terminationStatus == .exited(0), "\(line)\n\(result.standardError)")
        return try #require(received.text.withLock { $0 }.flatMap(TestServer.ParsedRequest.init))
    }

    private final class Received: Sendable {
        let text = Mutex<String?>(nil)
    }

    @Test("What curl sends is what was signed", arguments: lines)
    func sent(line: Line) async throws {
        let printed = try await ToopherProcess.run(
            ["oauth", "sign", line.url, "--as", "curl"] + line.arguments, environment: OAuthCommandTests.secrets)
        try #require(printed.status == 0, "\(printed.error)")
        let request = try await Self.request(of: String(printed.output.dropLast()))
        #expect(request.method == line.method)
        #expect(request.target == line.target)
        #expect(request.values("host") == [line.host])
        #expect(request.values("authorization").count == 1)
        #expect(String(decoding: request.body, as: UTF8.self) == line.body)
        for (name, value) in line.fields where !value.isEmpty { #expect(request.values(name) == [value]) }
        try await Self.verify(request)
        var other = request.target
        other += other.contains("?") ? "&x=1" : "?x=1"
        await #expect(throws: VerificationError.signatureInvalid) { try await Self.verify(request, target: other) }
    }

    /// Verifies a request as the server of its `Host` field.
    static func verify(_ request: TestServer.ParsedRequest, target: String? = nil) async throws {
        let host = try #require(request.values("host").first)
        let received = ReceivedRequest(
            method: request.method, url: "http://\(host)\(target ?? request.target)",
            authorization: request.values("authorization"), contentType: request.values("content-type").first,
            body: request.body)
        _ = try await Verifier(ledger: InMemoryNonceLedger()).verify(received) { _, _ in
            try Credentials(consumerKey: "abcdefg", consumerSecret: SecretBytes(utf8: "hijklmnop"))
        }
    }

    @Test("What curl cannot send, and fields that are none, are refused")
    func refused() async throws {
        for (arguments, reason) in [
            (["-X", "HEAD", "-d", "x"], "HEAD"), (["-H", "X : y"], "'Name: value'"), (["-H", ": y"], "'Name: value'"),
            (["-H", "X: y\nZ: z"], "control character"), (["-H", "X"], "'Name: value'"), (["-X", "GET "], "token"),
            (["-H", "Host: a", "-H", "Host: b"], "Host"), (["-H", "Host: a b"], "0x20 at offset 8"),
        ] {
            let outcome = try await ToopherProcess.run(
                ["oauth", "sign", "http://h/", "--as", "curl"] + arguments, environment: OAuthCommandTests.secrets)
            #expect(outcome.status != 0 && outcome.output.isEmpty && outcome.error.contains(reason), "\(outcome)")
        }
        for (url, reason) in [
            ("http://h/a b", "0x20 at offset 10: write %20"), ("http://h\u{e9}/", "A-label"), ("http://u@h/", "host"),
            ("http://[::1%25lo]/", "zone"), ("http://h/?oauth_token=t", "oauth_token stands in the query"),
        ] {
            for command in ["sign", "request"] {
                let outcome = try await ToopherProcess.run(
                    "oauth", command, url, environment: OAuthCommandTests.secrets)
                #expect(outcome.status != 0 && outcome.output.isEmpty && outcome.error.contains(reason), "\(outcome)")
            }
        }
        for command in ["sign", "request"] {
            let plaintext = try await ToopherProcess.run(
                "oauth", command, "http://h/", "--signature-method", "PLAINTEXT", environment: OAuthCommandTests.secrets
            )
            #expect(plaintext.status != 0 && plaintext.error.contains("PLAINTEXT would send the secrets"))
        }
        let permitted = try await ToopherProcess.run(
            "oauth", "sign", "http://h/", "--signature-method", "PLAINTEXT", "--plaintext-without-tls",
            environment: OAuthCommandTests.secrets)
        #expect(permitted.output.contains("oauth_signature=\"hijklmnop%26\""))
    }

    @Test("A signed form verifies with its parameters")
    func form() async throws {
        let signed = try await ToopherProcess.run(
            "oauth", "sign", "https://h/", "-d", "a=b", "--as", "form", "--parameter", "oauth_callback=about:blank",
            environment: OAuthCommandTests.secrets)
        #expect(signed.output.hasPrefix("a=b&oauth_consumer_key=abcdefg&"))
        let body = String(signed.output.dropLast())
        let valid = try await ToopherProcess.run(
            "oauth", "verify", "https://h/", "-d", body, environment: OAuthCommandTests.secrets)
        #expect(valid.output == "valid\n")
        let other = try await ToopherProcess.run(
            "oauth", "verify", "https://h/", "-d", body + "&c", environment: OAuthCommandTests.secrets)
        #expect(other.output == "signature_invalid\n")
    }
}
