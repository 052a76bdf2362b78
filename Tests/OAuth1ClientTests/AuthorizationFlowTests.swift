import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestProvider
import TestServer
import Testing

/// The whole flow over sockets, against a provider that verifies every step.
@Suite("Redirection-based authorization", .timeLimit(.minutes(10)))
struct AuthorizationFlowTests {
    static let styles: [RequestStyle] = [
        RequestStyle(), RequestStyle(realm: "Photos"), RequestStyle(method: .get), RequestStyle(placement: .form),
        RequestStyle(placement: .query), RequestStyle(method: .get, placement: .query),
    ]

    @Test("The flow ends with access to the resource owner's photos, in every style", arguments: styles)
    func whole(style: RequestStyle) async throws {
        try await withScenario(style: style) { scenario in
            let scope = [Parameter("scope", "read&write é"), Parameter("scope", "")]
            let temporary = try await scenario.flow.temporaryCredentials(
                callback: .url(FlowScenario.callback), parameters: scope)
            #expect(temporary.parameters == [Parameter("echo", "scope=read&write é;scope=")])
            let url = try scenario.flow.authorizationURL(for: temporary, parameters: [Parameter("perms", "a b")])
            #expect(url.hasSuffix("/authorize?lang=de&oauth_token=temporary%2F1&perms=a+b"))
            let back = try await scenario.browse(url)
            #expect(back.hasPrefix("https://client.example.com/ready?session=1&oauth_token="))
            let verifier = try temporary.verifier(inCallbackURL: back)
            let token = try await scenario.flow.tokenCredentials(
                for: temporary, verifier: verifier, parameters: [Parameter("x", "y z")])
            #expect(token.parameters == [Parameter("user_id", "42")])
            let signing = SigningTransport(scenario.transport, signer: try scenario.flow.signer(for: token))
            let photos = try await signing.send(
                HTTPRequest(
                    method: .get, scheme: "http", authority: scenario.provider.authority, path: "/photos?n=1"))
            #expect(String(decoding: photos.body, as: UTF8.self) == "photos of \(token.token)")
        }
    }

    @Test("The flow works with every kind of key", arguments: [Keys.hmac, Keys.plaintext, Keys.rsa])
    func keys(key: SignatureKey) async throws {
        try await withScenario(key: key) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let token = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            #expect(scenario.provider.state.isGranted(token.token))
        }
    }

    @Test("Without a callback, the resource owner types in the verifier")
    func outOfBand() async throws {
        try await withScenario { scenario in
            let temporary = try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            let verifier = try await scenario.browse(scenario.flow.authorizationURL(for: temporary))
            _ = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
        }
    }

    @Test("The resource owner can deny the authorization")
    func denied() async throws {
        try await withScenario { scenario in
            let temporary = try await scenario.flow.temporaryCredentials(callback: .url(FlowScenario.callback))
            let url = try scenario.flow.authorizationURL(for: temporary, parameters: [Parameter("decision", "deny")])
            let back = try await scenario.browse(url)
            await expect(.denied(problem: nil)) { try temporary.verifier(inCallbackURL: back) }
        }
    }

    @Test("Each step sends only its own parameters", arguments: styles)
    func parameters(style: RequestStyle) async throws {
        try await withScenario(style: style) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            _ = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            let requests = scenario.provider.state.requests
            #expect(requests.map(\.path) == ["/initiate", "/authorize", "/token"])
            let texts = requests.map {
                "\($0.target) \($0.values("authorization")) \(String(decoding: $0.body, as: UTF8.self))"
            }
            #expect(texts[0].contains("oauth_callback=") && !texts[0].contains("oauth_verifier"))
            #expect(!texts[0].contains("oauth_token="))
            #expect(texts[2].contains("oauth_verifier=") && !texts[2].contains("oauth_callback"))
            for index in [0, 2] {
                #expect(requests[index].method == style.method.rawValue)
                #expect(requests[index].values("authorization").isEmpty == (style.placement != .header))
                #expect(requests[index].body.isEmpty == (style.placement != .form))
                #expect(requests[index].target.contains("?") == (style.placement == .query))
            }
            #expect(texts.allSatisfy { !$0.contains("s3cr") && !$0.contains("kd94") })
        }
    }

    @Test("The example of the documentation works")
    func example() async throws {
        try await withScenario { scenario in
            let signer = try await AuthorizationFlowExample.run(
                Provider.consumerKey, SecretBytes(utf8: Keys.secret), scenario.provider.endpoints(), scenario.transport
            ) { try await scenario.browse($0) }
            #expect(scenario.provider.state.isGranted(try #require(signer.credentials.token)))
        }
    }
}
