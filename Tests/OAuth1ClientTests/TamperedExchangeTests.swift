import CryptoCore
import CurlTransport
import Glibc
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestServer
import Testing

/// The flow with one thing wrong.
@Suite("Redirection-based authorization, tampered", .timeLimit(.minutes(5)))
struct TamperedDanceTests {
    static func refused(_ problem: String) -> AuthorizationError { .refused(status: 401, problem: problem) }

    @Test("a client with a wrong secret gets nothing")
    func wrongConsumerSecret() async throws {
        let wrong = SignatureKey.hmac(.sha1, consumerSecret: SecretBytes(utf8: Keys.secret + "x"))
        try await withDance(clientKey: wrong) { dance in
            await expect(Self.refused("signature_invalid")) {
                try await dance.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("a client that signs with another method gets nothing")
    func wrongMethod() async throws {
        try await withDance(clientKey: Keys.plaintext) { dance in
            await expect(Self.refused("signature_method_rejected")) {
                try await dance.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("the verifier must be the one that the resource owner brings, and a wrong one ends the attempt")
    func wrongVerifier() async throws {
        try await withDance { dance in
            let (temporary, verifier) = try await dance.consent()
            await expect(Self.refused("verifier_invalid")) {
                try await dance.flow.tokenCredentials(for: temporary, verifier: verifier + "x")
            }
            await expect(Self.refused("token_rejected")) {
                try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
            }
        }
    }

    @Test("without consent there is no token")
    func withoutConsent() async throws {
        try await withDance { dance in
            let temporary = try await dance.flow.temporaryCredentials(callback: .outOfBand)
            await expect(.missingVerifier) { try await dance.flow.tokenCredentials(for: temporary, verifier: "") }
            #expect(dance.provider.state.requests.count == 1)
            await expect(Self.refused("verifier_invalid")) {
                try await dance.flow.tokenCredentials(for: temporary, verifier: "guess")
            }
        }
    }

    @Test("temporary credentials serve once")
    func replayedToken() async throws {
        try await withDance { dance in
            let (temporary, verifier) = try await dance.consent()
            _ = try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
            await expect(Self.refused("token_rejected")) {
                try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
            }
        }
    }

    @Test("temporary credentials need their own secret")
    func wrongTokenSecret() async throws {
        try await withDance { dance in
            let (temporary, verifier) = try await dance.consent()
            let other = try await dance.flow.temporaryCredentials(callback: .outOfBand)
            let mixed = TemporaryCredentials(token: temporary.token, tokenSecret: other.tokenSecret)
            await expect(Self.refused("signature_invalid")) {
                try await dance.flow.tokenCredentials(for: mixed, verifier: verifier)
            }
            let unknown = TemporaryCredentials(token: "unknown", tokenSecret: other.tokenSecret)
            await expect(Self.refused("token_rejected")) {
                try await dance.flow.tokenCredentials(for: unknown, verifier: verifier)
            }
        }
    }

    @Test("a callback that finishes another authorization is not taken")
    func swappedCallback() async throws {
        try await withDance { dance in
            // The attacker starts an authorization, agrees to it, and sends the victim the callback.
            let attackers = try await dance.flow.temporaryCredentials(callback: .url(Dance.callback))
            let back = try await dance.browse(dance.flow.authorizationURL(for: attackers))
            let victims = try await dance.flow.temporaryCredentials(callback: .url(Dance.callback))
            await expect(.callbackForOtherCredentials) { try victims.verifier(inCallbackURL: back) }
            // And the other way round: the verifier of one authorization is no use to another.
            let verifier = try attackers.verifier(inCallbackURL: back)
            _ = try await dance.browse(dance.flow.authorizationURL(for: victims))
            await expect(Self.refused("verifier_invalid")) {
                try await dance.flow.tokenCredentials(for: victims, verifier: verifier)
            }
        }
    }

    @Test("a callback that was swapped on its way to the provider breaks the signature")
    func callbackIsSigned() async throws {
        let key = Keys.hmac
        let provider = try Provider(key: key)
        defer { provider.stop() }
        let transport = try CurlTransport()
        let signer = Signer(credentials: try Credentials(consumerKey: Provider.consumerKey, key: key))
        let url = "http://\(provider.authority)/initiate"
        let form = try signer.signedForm(
            url: url, parameters: [], protocolParameters: [Parameter("oauth_callback", "https://client.example.com/")])
        var request = HTTPRequest(
            method: .post, scheme: "http", authority: provider.authority, path: "/initiate")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let swapped = form.replacing("client.example.com", with: "evil.example.com")
        #expect(try await transport.send(request, body: Array(swapped.utf8)).head.status == .unauthorized)
        #expect(try await transport.send(request, body: Array(form.utf8)).head.status == .ok)
        // The same request again is a replay.
        #expect(try await transport.send(request, body: Array(form.utf8)).head.status == .unauthorized)
        await transport.close()
    }

    @Test("a nonce serves once")
    func replayedNonce() async throws {
        let now = SystemClock.unixSeconds()
        try await withDance(clock: { now }, nonces: { () throws(CryptoError) in "always the same" }) { dance in
            _ = try await dance.flow.temporaryCredentials(callback: .outOfBand)
            await expect(Self.refused("nonce_used")) { try await dance.flow.temporaryCredentials(callback: .outOfBand) }
        }
    }

    @Test("token credentials of another consumer, or temporary ones, open nothing")
    func wrongToken() async throws {
        try await withDance { dance in
            let (temporary, verifier) = try await dance.consent()
            let request = HTTPRequest(
                method: .get, scheme: "http", authority: dance.provider.authority, path: "/photos")
            for token in [
                TokenCredentials(token: temporary.token, tokenSecret: temporary.tokenSecret),
                TokenCredentials(token: "token=9", tokenSecret: temporary.tokenSecret),
            ] {
                let signing = SigningTransport(dance.transport, signer: try dance.flow.signer(for: token))
                let response = try await signing.send(request)
                #expect(String(decoding: response.body, as: UTF8.self) == "oauth_problem=token_rejected")
            }
            _ = try await dance.flow.tokenCredentials(for: temporary, verifier: verifier)
        }
    }

    @Test(
        "a provider that does not confirm the callback is not used",
        arguments: [
            "", "&oauth_callback_confirmed=", "&oauth_callback_confirmed=TRUE", "&oauth_callback_confirmed=true+",
            "&oauth_callback_confirmed=false", "&oauth_callback_confirmed=1",
        ])
    func unconfirmed(ending: String) async throws {
        try await withDance(tampering: { _, response in
            var response = response
            response.body.replace("&oauth_callback_confirmed=true", with: ending)
            return response
        }) { dance in
            for callback in [Callback.outOfBand, .url(Dance.callback)] {
                await expect(.callbackNotConfirmed) { try await dance.flow.temporaryCredentials(callback: callback) }
            }
        }
    }

    @Test("a reply larger than the limit is not read to its end")
    func largeReply() async throws {
        try await withDance(tampering: { _, response in
            var response = response
            response.body += "&x=" + String(repeating: "y", count: 65536)
            return response
        }) { dance in
            await expect(.transport(.responseTooLarge(limit: 65536))) {
                try await dance.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("a redirect is not followed")
    func redirect() async throws {
        try await withDance(tampering: { _, _ in .redirect("http://evil.example/") }) { dance in
            await expect(.refused(status: 302, problem: nil)) {
                try await dance.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("a provider that cannot be reached is a transport's error")
    func unreachable() async throws {
        let (socket, port) = boundSocket()  // Nobody else gets the port, and nobody listens on it.
        defer { close(socket) }
        let url = "http://127.0.0.1:\(port)/"
        let transport = try CurlTransport()
        let flow = try AuthorizationFlow(
            consumerKey: "k", key: Keys.hmac,
            endpoints: Endpoints(temporaryCredentials: url, authorization: url, token: url), transport: transport)
        await expect(.transport(.couldNotConnect)) { try await flow.temporaryCredentials(callback: .outOfBand) }
        await transport.close()
    }
}
