import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestProvider
import TestServer
import TestSupport
import Testing

/// The OAuth Session extension, as at Yahoo and Xero.
@Suite("Renewal with a session handle", .timeLimit(.minutes(10)))
struct RenewalTests {
    @Test("A token is renewed with its session handle, and again", arguments: AuthorizationFlowTests.styles)
    func renewal(style: RequestStyle) async throws {
        try await withScenario(style: style, hasSessions: true) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let first = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            #expect(first.sessionHandle == scenario.provider.state.handle(of: first.token))
            #expect(first.lifetime == .seconds(3600) && first.authorizationLifetime == .seconds(315_360_000))
            #expect(first.parameters == [Parameter("user_id", "42")])
            let second = try await scenario.flow.renew(first)
            #expect(second.token != first.token && !scenario.provider.state.isGranted(first.token))
            #expect(second.sessionHandle == scenario.provider.state.handle(of: second.token))
            let third = try await scenario.flow.renew(second)
            #expect(scenario.provider.state.isGranted(third.token))
            let signing = SigningTransport(scenario.transport, signer: try scenario.flow.signer(for: third))
            let photos = try await signing.send(
                HTTPRequest(method: .get, scheme: "http", authority: scenario.provider.authority, path: "/photos"))
            #expect(photos.head.status == .ok)
        }
    }

    @Test("RSA renews too")
    func rsa() async throws {
        try await withScenario(key: Keys.rsa, hasSessions: true) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let token = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            #expect(scenario.provider.state.isGranted(try await scenario.flow.renew(token).token))
        }
    }

    @Test("A wrong handle, a wrong secret and a renewed token are refused")
    func tampered() async throws {
        try await withScenario(hasSessions: true) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let token = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            let handle = try #require(token.sessionHandle)
            await expect(TamperedFlowTests.refused("session_handle_rejected")) {
                try await scenario.flow.renew(
                    TokenCredentials(token: token.token, tokenSecret: token.tokenSecret, sessionHandle: handle + "x"))
            }
            await expect(TamperedFlowTests.refused("signature_invalid")) {
                try await scenario.flow.renew(
                    TokenCredentials(
                        token: token.token, tokenSecret: SecretBytes(utf8: "x"), sessionHandle: handle))
            }
            _ = try await scenario.flow.renew(token)
            await expect(TamperedFlowTests.refused("token_rejected")) { try await scenario.flow.renew(token) }
        }
    }

    @Test("Credentials without a handle are refused before anything is sent", arguments: [nil, ""])
    func noHandle(handle: String?) async throws {
        let transport = ScriptedTransport(CredentialsResponseTests.accepted)
        let flow = try CredentialsResponseTests.flow(transport)
        await expect(.invalidArgument(reason: "the credentials have no session handle")) {
            try await flow.renew(
                TokenCredentials(token: "t", tokenSecret: SecretBytes(utf8: "s"), sessionHandle: handle))
        }
        #expect(transport.sent.isEmpty)
    }

    @Test("A response without a handle keeps the present one")
    func keptHandle() async throws {
        let old = TokenCredentials(token: "t", tokenSecret: SecretBytes(utf8: "s"), sessionHandle: "h")
        for body in ["oauth_token=u&oauth_token_secret=v", "oauth_token=u&oauth_token_secret=v&oauth_session_handle="] {
            #expect(
                try await CredentialsResponseTests.flow(ScriptedTransport(body)).renew(old).sessionHandle == "h")
        }
        let body = "oauth_token=u&oauth_token_secret=v&oauth_session_handle=i"
        #expect(try await CredentialsResponseTests.flow(ScriptedTransport(body)).renew(old).sessionHandle == "i")
    }

    @Test(
        "A time that is no number of seconds stays a parameter, and does not cost the token",
        arguments: ["", "-1", "+1", "1.5", "1e3", "0x10", " 60", "9999999999999", "never"])
    func malformedTimes(time: String) async throws {
        let fields = FormEncoding.encode([
            Parameter("oauth_expires_in", time), Parameter("oauth_authorization_expires_in", time),
        ])
        let flow = try CredentialsResponseTests.flow(
            ScriptedTransport("oauth_token=t&oauth_token_secret=s&\(fields)"))
        let temporary = TemporaryCredentials(token: "a", tokenSecret: SecretBytes(utf8: "b"))
        let token = try await flow.tokenCredentials(for: temporary, verifier: "v")
        #expect(token.lifetime == nil && token.authorizationLifetime == nil && token.sessionHandle == nil)
        #expect(token.parameters.map(\.value) == [time, time])
    }

    @Test("A field that occurs twice is malformed")
    func twice() async throws {
        for name in ["oauth_expires_in", "oauth_session_handle", "oauth_authorization_expires_in"] {
            let flow = try CredentialsResponseTests.flow(
                ScriptedTransport("oauth_token=t&oauth_token_secret=s&\(name)=1&\(name)=1"))
            let temporary = TemporaryCredentials(token: "a", tokenSecret: SecretBytes(utf8: "b"))
            await expect(.invalidResponse(reason: "\(name) occurs twice")) {
                try await flow.tokenCredentials(for: temporary, verifier: "v")
            }
        }
    }

    @Test("No description has the handle")
    func descriptions() {
        let token = TokenCredentials(token: "t", tokenSecret: SecretBytes(utf8: "sesame"), sessionHandle: "sesame")
        var dumped = "\(token) \(String(reflecting: token))"
        dump(token, to: &dumped)
        #expect(!dumped.contains("sesame") && dumped.contains("TokenCredentials(t)"))
    }
}
