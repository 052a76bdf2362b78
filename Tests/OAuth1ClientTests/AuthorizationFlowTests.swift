import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestServer
import Testing

/// The whole flow over sockets, against a provider that verifies every step.
@Suite("Redirection-based authorization", .timeLimit(.minutes(5)))
struct DanceTests {
    static let styles: [RequestStyle] = [
        RequestStyle(), RequestStyle(realm: "Photos"), RequestStyle(method: .get), RequestStyle(placement: .form),
        RequestStyle(placement: .query), RequestStyle(method: .get, placement: .query),
    ]

    @Test("from nothing to the resource owner's photos, in every style", arguments: styles)
    func whole(style: RequestStyle) async throws {
        try await withDance(style: style) { dance in
            let scope = [Parameter("scope", "read&write é"), Parameter("scope", "")]
            let temporary = try await dance.flow.temporaryCredentials(callback: .url(Dance.callback), parameters: scope)
            #expect(temporary.parameters == [Parameter("echo", "scope=read&write é;scope=")])
            let url = try dance.flow.authorizationURL(for: temporary, parameters: [Parameter("perms", "a b")])
            #expect(url.hasSuffix("/authorize?lang=de&oauth_token=temporary%2F1&perms=a+b"))
            let back = try await dance.browse(url)
            #expect(back.hasPrefix("https://client.example.com/ready?session=1&oauth_token="))
            let verifier = try temporary.verifier(inCallbackURL: back)
            let token = try await dance.flow.tokenCredentials(
                for: temporary, verifier: verifier, parameters: [Parameter("x", "y z")])
            #expect(token.parameters == [Parameter("user_id", "42")])
            let signing = SigningTransport(dance.transport, signer: try dance.flow.signer(for: token))
            let photos = try await signing.send(
                HTTPRequest(
                    method: .get, scheme: "http", authority: dance.provider.authority, path: "/photos?n=1"))
            #expect(String(decoding: photos.body, as: UTF8.self) == "photos of \(token.token)")
        }
    }

    @Test("with every kind of key", arguments: [Keys.hmac, Keys.plaintext, Keys.rsa])
    func keys(key: SignatureKey) async throws {
        try await withDance(key: key) { dance in
            let (temporary, verifier) = try await dance.consent()
            let token = try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
            #expect(dance.provider.state.isGranted(token.token))
        }
    }

    @Test("without a callback, the resource owner carries the verifier")
    func outOfBand() async throws {
        try await withDance { dance in
            let temporary = try await dance.flow.temporaryCredentials(callback: .outOfBand)
            let verifier = try await dance.browse(dance.flow.authorizationURL(for: temporary))
            _ = try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
        }
    }

    @Test("the resource owner may say no")
    func denied() async throws {
        try await withDance { dance in
            let temporary = try await dance.flow.temporaryCredentials(callback: .url(Dance.callback))
            let url = try dance.flow.authorizationURL(for: temporary, parameters: [Parameter("answer", "no")])
            let back = try await dance.browse(url)
            await expect(.denied(problem: nil)) { try temporary.verifier(inCallbackURL: back) }
        }
    }

    @Test("each step sends only what belongs there", arguments: styles)
    func parameters(style: RequestStyle) async throws {
        try await withDance(style: style) { dance in
            let (temporary, verifier) = try await dance.consent()
            _ = try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
            let requests = dance.provider.state.requests
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

    @Test("the example of the documentation")
    func example() async throws {
        try await withDance { dance in
            let signer = try await AuthorizationFlowExample.run(
                Provider.consumerKey, SecretBytes(utf8: Keys.secret), dance.provider.endpoints(), dance.transport
            ) { try await dance.browse($0) }
            #expect(dance.provider.state.isGranted(try #require(signer.credentials.token)))
        }
    }
}
