import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestSupport
import Testing

@Suite("Requests for credentials")
struct RequestShapeTests {
    static func sent(
        _ style: RequestStyle = RequestStyle(), url: String = "https://p.example/initiate",
        parameters: [Parameter] = [Parameter("scope", "a b")], callback: Callback = .outOfBand
    ) async throws -> ScriptedTransport.Sent {
        let transport = ScriptedTransport(CredentialsResponseTests.accepted)
        let flow = try AuthorizationFlow(
            consumerKey: "k", key: .plaintext(consumerSecret: SecretBytes(utf8: "s")),
            endpoints: Endpoints(temporaryCredentials: url, authorization: url, token: url), style: style,
            transport: transport)
        _ = try await flow.temporaryCredentials(callback: callback, parameters: parameters)
        return try #require(transport.sent.first)
    }

    @Test("With placement header, other parameters are in the body, or in the query of a GET")
    func header() async throws {
        let post = try await Self.sent(RequestStyle(realm: "r\"s", headerFields: [.userAgent: "Photos/1.0"]))
        #expect(post.request.path == "/initiate" && post.text == "scope=a+b")
        #expect(post.request.headerFields[.contentType] == "application/x-www-form-urlencoded")
        #expect(post.request.headerFields[.userAgent] == "Photos/1.0")
        #expect(
            post.request.headerFields[.authorization]?.hasPrefix("OAuth realm=\"r\\\"s\", oauth_callback=\"oob\"")
                == true)
        #expect(post.request.headerFields[.authorization]?.contains("oauth_signature=\"s%26\"") == true)
        let empty = try await Self.sent(parameters: [])
        #expect(empty.body.isEmpty && empty.request.headerFields[.contentType] == nil)
        let get = try await Self.sent(RequestStyle(method: .get))
        #expect(get.request.path == "/initiate?scope=a+b" && get.body.isEmpty)
    }

    @Test("With placement form, all parameters are in the body")
    func form() async throws {
        let sent = try await Self.sent(RequestStyle(placement: .form), url: "https://p.example:8443?a=b")
        #expect(sent.request.path == "/?a=b" && sent.request.authority == "p.example:8443")
        #expect(sent.text.hasPrefix("scope=a+b&oauth_callback=oob&"))
        #expect(sent.request.headerFields[.authorization] == nil)
    }

    @Test("With placement query, all parameters follow those of the URL")
    func query() async throws {
        let sent = try await Self.sent(RequestStyle(placement: .query), url: "https://p.example/i?a=b")
        #expect(sent.request.path?.hasPrefix("/i?a=b&scope=a+b&oauth_callback=oob&") == true)
        #expect(sent.body.isEmpty && sent.request.headerFields[.authorization] == nil)
    }

    @Test("The authorization URL keeps its own query")
    func authorizationURL() throws {
        let temporary = TemporaryCredentials(token: "a&b=c é", tokenSecret: SecretBytes(utf8: "s"))
        func url(_ text: String, _ parameters: [Parameter] = []) throws -> String {
            try AuthorizationFlow(
                consumerKey: "k", key: Keys.hmac,
                endpoints: Endpoints(temporaryCredentials: "https://p/", authorization: text, token: "https://p/"),
                transport: ScriptedTransport()
            ).authorizationURL(for: temporary, parameters: parameters)
        }
        let token = "oauth_token=a%26b%3Dc+%C3%A9"
        #expect(try url("https://p") == "https://p/?\(token)")
        #expect(try url("https://p/a") == "https://p/a?\(token)")
        #expect(try url("https://p?") == "https://p/?\(token)")
        #expect(try url("https://p/a?b=c") == "https://p/a?b=c&\(token)")
        #expect(try url("https://p/a?b=c&") == "https://p/a?b=c&\(token)")
        #expect(try url("https://p/a", [Parameter("perms", "r&w")]) == "https://p/a?\(token)&perms=r%26w")
        for name in ["oauth_token", "oauth_callback", "oauth_x", ""] {
            #expect(throws: AuthorizationError.self) { try url("https://p/a", [Parameter(name, "x")]) }
        }
    }

    @Test(
        "An invalid endpoint URL is refused",
        arguments: [
            "", "p.example", "/initiate", "ftp://p/", "https:/p", "https://", "https:///x", "https://u@p/",
            "https://p/#x",
            "https://p/ x", "https://p/é", "https://p/\r\nx", "https://p/?oauth_token=x",
            "https://p/?a&oauth%5Ftoken=x",
        ])
    func invalidEndpoint(url: String) {
        #expect(throws: AuthorizationError.self) {
            try Endpoints(temporaryCredentials: "https://p/", authorization: url, token: "https://p/")
        }
    }

    @Test(
        "An invalid callback URL is refused before anything is sent",
        arguments: [
            "", "oob", "/ready", "client.example.com", ":x", "1a:x", "https://c/é", "https://c/\n", "https ://c",
        ])
    func invalidCallback(url: String) async {
        await expect(.invalidArgument(reason: "the callback is not an absolute URL")) {
            _ = try await Self.sent(callback: .url(url))
        }
    }

    @Test(
        "A callback can have the scheme of an application",
        arguments: ["myapp:ready", "com.example.app+x-1:/oauth?x=y"])
    func applicationCallback(url: String) async throws {
        let sent = try await Self.sent(callback: .url(url))
        let encoded = PercentEncoding.encode(url)
        #expect(sent.request.headerFields[.authorization]?.contains("oauth_callback=\"\(encoded)\"") == true)
    }

    @Test("An invalid style and a public key are refused by the initialiser")
    func invalidStyle() throws {
        for style in [
            RequestStyle(method: .get, placement: .form), RequestStyle(placement: .form, realm: "r"),
            RequestStyle(placement: .query, realm: "r"),
        ] {
            #expect(throws: AuthorizationError.self) {
                try CredentialsResponseTests.flow(ScriptedTransport(), style: style)
            }
        }
        guard case .rsa(let hash, let key) = Keys.rsa else { return }
        #expect(throws: AuthorizationError.self) {
            try AuthorizationFlow(
                consumerKey: "k", key: .rsaPublic(hash, key.publicKey),
                endpoints: Endpoints(
                    temporaryCredentials: "https://p/", authorization: "https://p/", token: "https://p/"),
                transport: ScriptedTransport())
        }
    }

    @Test("Secrets are not sent without TLS")
    func plaintextWithoutTLS() async {
        await expect(.signing(.plaintextWithoutTLS)) { _ = try await Self.sent(url: "http://p.example/initiate") }
    }

    @Test(
        "Additional parameters with reserved names are refused",
        arguments: ["oauth_token", "oauth_callback", "oauth_", ""])
    func reservedParameter(name: String) async {
        await #expect(throws: AuthorizationError.self) { try await Self.sent(parameters: [Parameter(name, "x")]) }
    }

    @Test("A realm that a header field cannot contain is refused")
    func invalidRealm() async {
        await expect(.signing(.invalidRealm)) { _ = try await Self.sent(RequestStyle(realm: "a\nb")) }
    }
}
