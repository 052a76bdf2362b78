import CryptoCore
import HTTPTypes
import OAuth1
import OAuth1Client
import TestProvider
import TestServer
import TestSupport
import Testing

@Suite("Token credentials for a name and a password (xAuth)", .timeLimit(.minutes(10)))
struct PasswordTests {
    static let password = SecretBytes(utf8: Provider.account.password)

    @Test(
        "The token is issued without temporary credentials",
        arguments: [RequestStyle(), RequestStyle(placement: .form), RequestStyle(realm: "Photos")])
    func granted(style: RequestStyle) async throws {
        try await withScenario(style: style) { scenario in
            let token = try await scenario.flow.tokenCredentials(
                username: Provider.account.username, password: Self.password, parameters: [Parameter("x", "y z")])
            #expect(scenario.provider.state.isGranted(token.token))
            let sent = try #require(scenario.provider.state.requests.first)
            #expect(scenario.provider.state.requests.count == 1 && sent.target == "/token" && sent.method == "POST")
            let texts = "\(sent.target) \(sent.fields)"
            #expect(!texts.contains("same") && !texts.contains("jdoe") && !texts.contains("oauth_token"))
        }
    }

    @Test("A wrong password, a wrong name and a wrong secret are refused, and no error has either")
    func refused() async throws {
        let wrongSecret = SignatureKey.hmac(.sha1, consumerSecret: SecretBytes(utf8: "x"))
        for (username, password, key, problem) in [
            (Provider.account.username, "s3same", nil, "permission_denied"),
            ("jdoe", Provider.account.password, nil, "permission_denied"),
            (Provider.account.username, Provider.account.password, wrongSecret, "signature_invalid"),
        ] {
            try await withScenario(clientKey: key) { scenario in
                let expected = TamperedFlowTests.refused(problem)
                #expect(!"\(expected)".contains("same"))
                await expect(expected) {
                    try await scenario.flow.tokenCredentials(
                        username: username, password: SecretBytes(utf8: password))
                }
            }
        }
    }

    @Test(
        "A password is not sent in a URL",
        arguments: [
            RequestStyle(method: .get), RequestStyle(placement: .query), RequestStyle(method: .get, placement: .query),
        ])
    func url(style: RequestStyle) async throws {
        let transport = ScriptedTransport(CredentialsResponseTests.accepted)
        let flow = try CredentialsResponseTests.flow(transport, style: style)
        await expect(.invalidArgument(reason: "a password is not sent in a URL: use POST, and another placement")) {
            try await flow.tokenCredentials(username: "jdoe", password: Self.password)
        }
        #expect(transport.sent.isEmpty)
    }

    @Test("A password is sent over TLS, or to this machine")
    func withoutTLS() async throws {
        for (url, isSent) in [
            ("http://p.example/", false), ("http://127.0.0.1.p.example/", false), ("http://127.example/", false),
            ("http://localhost.example/", false), ("https://p.example/", true), ("http://127.0.0.1:8080/", true),
            ("http://localhost/", true), ("http://[::1]/", true), ("http://[::2]/", false),
        ] {
            let transport = ScriptedTransport(CredentialsResponseTests.accepted)
            let flow = try AuthorizationFlow(
                consumerKey: "k", key: Keys.hmac,
                endpoints: Endpoints(temporaryCredentials: url, authorization: url, token: url), transport: transport)
            let token = try? await flow.tokenCredentials(username: "jdoe", password: Self.password)
            #expect((token != nil) == isSent && transport.sent.count == (isSent ? 1 : 0), "\(url)")
        }
    }

    @Test("A password that is not UTF-8, and parameters of the protocol's, are refused")
    func invalid() async throws {
        let transport = ScriptedTransport(CredentialsResponseTests.accepted)
        let flow = try CredentialsResponseTests.flow(transport)
        await expect(.invalidArgument(reason: "the password is not valid UTF-8")) {
            try await flow.tokenCredentials(username: "jdoe", password: SecretBytes([0x61, 0xff]))
        }
        for name in ["x_auth_mode", "x_auth_password", "x_auth_", "oauth_token", ""] {
            await #expect(throws: AuthorizationError.self) {
                try await flow.tokenCredentials(
                    username: "jdoe", password: Self.password, parameters: [Parameter(name, "x")])
            }
        }
        #expect(transport.sent.isEmpty)
    }
}
