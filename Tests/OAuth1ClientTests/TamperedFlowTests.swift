import CryptoCore
import CurlTransport
import Glibc
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client
import TestProvider
import TestServer
import Testing

@Suite("Redirection-based authorization with one thing wrong", .timeLimit(.minutes(10)))
struct TamperedFlowTests {
    static func refused(_ problem: String) -> AuthorizationError {
        .refused(status: 401, problem: ProblemReport(name: problem))
    }

    @Test("A client with a wrong secret is refused")
    func wrongConsumerSecret() async throws {
        let wrong = SignatureKey.hmac(.sha1, consumerSecret: SecretBytes(utf8: Keys.secret + "x"))
        try await withScenario(clientKey: wrong) { scenario in
            await expect(Self.refused("signature_invalid")) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("A client that signs with another method is refused")
    func wrongMethod() async throws {
        try await withScenario(clientKey: Keys.plaintext) { scenario in
            await expect(Self.refused("signature_method_rejected")) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("A wrong verifier is refused and ends the attempt")
    func wrongVerifier() async throws {
        try await withScenario { scenario in
            let (temporary, verifier) = try await scenario.consent()
            await expect(Self.refused("verifier_invalid")) {
                try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier + "x")
            }
            await expect(Self.refused("token_rejected")) {
                try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            }
        }
    }

    @Test("Without consent there is no token")
    func withoutConsent() async throws {
        try await withScenario { scenario in
            let temporary = try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            await expect(.missingVerifier) { try await scenario.flow.tokenCredentials(for: temporary, verifier: "") }
            #expect(scenario.provider.state.requests.count == 1)
            await expect(Self.refused("verifier_invalid")) {
                try await scenario.flow.tokenCredentials(for: temporary, verifier: "guess")
            }
        }
    }

    @Test("Temporary credentials can be used once")
    func replayedToken() async throws {
        try await withScenario { scenario in
            let (temporary, verifier) = try await scenario.consent()
            _ = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            await expect(Self.refused("token_rejected")) {
                try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            }
        }
    }

    @Test("Temporary credentials with another secret are refused")
    func wrongTokenSecret() async throws {
        try await withScenario { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let other = try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            let mixed = TemporaryCredentials(token: temporary.token, tokenSecret: other.tokenSecret)
            await expect(Self.refused("signature_invalid")) {
                try await scenario.flow.tokenCredentials(for: mixed, verifier: verifier)
            }
            let unknown = TemporaryCredentials(token: "unknown", tokenSecret: other.tokenSecret)
            await expect(Self.refused("token_rejected")) {
                try await scenario.flow.tokenCredentials(for: unknown, verifier: verifier)
            }
        }
    }

    @Test("A callback of another authorization is refused")
    func swappedCallback() async throws {
        try await withScenario { scenario in
            // The attacker starts an authorization, grants it, and makes the victim call the callback.
            let attackers = try await scenario.flow.temporaryCredentials(callback: .url(FlowScenario.callback))
            let back = try await scenario.browse(scenario.flow.authorizationURL(for: attackers))
            let victims = try await scenario.flow.temporaryCredentials(callback: .url(FlowScenario.callback))
            await expect(.callbackForOtherCredentials) { try victims.verifier(inCallbackURL: back) }
            // The verifier of one authorization is not valid for another either.
            let verifier = try attackers.verifier(inCallbackURL: back)
            _ = try await scenario.browse(scenario.flow.authorizationURL(for: victims))
            await expect(Self.refused("verifier_invalid")) {
                try await scenario.flow.tokenCredentials(for: victims, verifier: verifier)
            }
        }
    }

    @Test("A replaced callback invalidates the signature")
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
        // A replay.
        #expect(try await transport.send(request, body: Array(form.utf8)).head.status == .unauthorized)
        await transport.close()
    }

    @Test("A nonce can be used once")
    func replayedNonce() async throws {
        let now = SystemClock.unixSeconds()
        try await withScenario(clock: { now }, nonces: { () throws(CryptoError) in "always the same" }) { scenario in
            _ = try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            await expect(Self.refused("nonce_used")) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("Token credentials of another consumer, and temporary ones, are refused")
    func wrongToken() async throws {
        try await withScenario { scenario in
            let (temporary, verifier) = try await scenario.consent()
            let request = HTTPRequest(
                method: .get, scheme: "http", authority: scenario.provider.authority, path: "/photos")
            for token in [
                TokenCredentials(token: temporary.token, tokenSecret: temporary.tokenSecret),
                TokenCredentials(token: "token=9", tokenSecret: temporary.tokenSecret),
            ] {
                let signing = SigningTransport(scenario.transport, signer: try scenario.flow.signer(for: token))
                let response = try await signing.send(request)
                #expect(String(decoding: response.body, as: UTF8.self) == "oauth_problem=token_rejected")
            }
            _ = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
        }
    }

    @Test(
        "A provider that does not confirm the callback is refused",
        arguments: [
            "", "&oauth_callback_confirmed=", "&oauth_callback_confirmed=TRUE", "&oauth_callback_confirmed=true+",
            "&oauth_callback_confirmed=false", "&oauth_callback_confirmed=1",
        ])
    func unconfirmed(ending: String) async throws {
        try await withScenario(tampering: { _, response in
            var response = response
            response.body.replace("&oauth_callback_confirmed=true", with: ending)
            return response
        }) { scenario in
            for callback in [Callback.outOfBand, .url(FlowScenario.callback)] {
                await expect(.callbackNotConfirmed) { try await scenario.flow.temporaryCredentials(callback: callback) }
            }
        }
    }

    @Test("A response over the limit is not read to its end")
    func largeResponse() async throws {
        try await withScenario(tampering: { _, response in
            var response = response
            response.body += "&x=" + String(repeating: "y", count: 65536)
            return response
        }) { scenario in
            await expect(.transport(.responseTooLarge(limit: 65536))) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("A redirect is not followed")
    func redirect() async throws {
        try await withScenario(tampering: { _, _ in .redirect("http://evil.example/") }) { scenario in
            await expect(.refused(status: 302, problem: nil)) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("An unreachable provider is an error of the transport")
    func unreachable() async throws {
        let (socket, port) = boundSocket()  // Bound, so that no other process gets the port; not listening.
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
