import CryptoCore
import OAuth1
import OAuth1Client
import TestProvider
import TestSupport
import Testing

/// Each deviation is accepted by its name, and by no other.
@Suite("Leniencies of the flow", .timeLimit(.minutes(10)))
struct FlowLeniencyTests {
    static let all: AuthorizationFlow.Leniencies = [.unconfirmedCallback, .missingTokenSecret, .jsonResponse]

    @Test(
        "A callback that the server does not confirm is accepted by name, and the flow ends with a token",
        arguments: ["", "&oauth_callback_confirmed=false", "&oauth_callback_confirmed="])
    func unconfirmed(ending: String) async throws {
        let tampering: Provider.Tampering = { _, response in
            var response = response
            response.body.replace("&oauth_callback_confirmed=true", with: ending)
            return response
        }
        try await withScenario(leniencies: .unconfirmedCallback, tampering: tampering) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            await expect(.missingVerifier) { try await scenario.flow.tokenCredentials(for: temporary, verifier: "") }
            let token = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            #expect(scenario.provider.state.isGranted(token.token))
        }
        try await withScenario(
            key: Keys.rsa, leniencies: Self.all.subtracting(.unconfirmedCallback), tampering: tampering
        ) { scenario in
            await expect(.callbackNotConfirmed) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("Two confirmations are malformed, also where none is needed")
    func twoConfirmations() async throws {
        let body = CredentialsResponseTests.accepted + "&oauth_callback_confirmed=false"
        let flow = try CredentialsResponseTests.flow(ScriptedTransport(body), leniencies: .unconfirmedCallback)
        await expect(.invalidResponse(reason: "oauth_callback_confirmed occurs twice")) {
            try await flow.temporaryCredentials(callback: .outOfBand)
        }
    }

    @Test("With RSA, responses without a secret are accepted by name, in both steps")
    func missingSecret() async throws {
        let tampering: Provider.Tampering = { _, response in
            var response = response
            response.body.replace("oauth_token_secret=", with: "other=")
            return response
        }
        try await withScenario(key: Keys.rsa, leniencies: .missingTokenSecret, tampering: tampering) { scenario in
            let (temporary, verifier) = try await scenario.consent()
            #expect(temporary.tokenSecret.count == 0)
            let token = try await scenario.flow.tokenCredentials(for: temporary, verifier: verifier)
            #expect(token.tokenSecret.count == 0 && scenario.provider.state.isGranted(token.token))
        }
        try await withScenario(
            key: Keys.rsa, leniencies: Self.all.subtracting(.missingTokenSecret), tampering: tampering
        ) { scenario in
            await expect(.invalidResponse(reason: "oauth_token_secret is missing")) {
                try await scenario.flow.temporaryCredentials(callback: .outOfBand)
            }
        }
    }

    @Test("Without RSA, nobody can do without the secret", arguments: [Keys.hmac, Keys.plaintext])
    func missingSecretWithoutRSA(key: SignatureKey) async {
        await expect(.invalidArgument(reason: "only RSA signs without a token secret")) {
            _ = try CredentialsResponseTests.flow(ScriptedTransport(), key: key, leniencies: .missingTokenSecret)
        }
    }

    @Test("A JSON response is accepted by name, and a form as before")
    func json() async throws {
        let body = """
             {"is_paper": false, "oauth_token": "t\\u00e9\\/", "expires": 12.5e3, "none": null,
              "oauth_token_secret": "s+%20="}\n
            """
        let temporary = TemporaryCredentials(token: "a", tokenSecret: SecretBytes(utf8: "b"))
        let flow = try CredentialsResponseTests.flow(
            ScriptedTransport(body), key: Keys.rsa, leniencies: .interactiveBrokers)
        let token = try await flow.tokenCredentials(for: temporary, verifier: "v")
        #expect(token.token == "té/" && token.tokenSecret.isEqual(to: SecretBytes(utf8: "s+%20=")))
        #expect(token.parameters == [Parameter("is_paper", "false"), Parameter("expires", "12.5e3")])
        let form = try CredentialsResponseTests.flow(
            ScriptedTransport(CredentialsResponseTests.accepted), leniencies: .jsonResponse)
        #expect(try await form.temporaryCredentials(callback: .outOfBand).token == "t")
        let strict = try CredentialsResponseTests.flow(
            ScriptedTransport(body), key: Keys.rsa, leniencies: Self.all.subtracting(.jsonResponse))
        await expect(.invalidResponse(reason: "oauth_token is missing")) {
            try await strict.tokenCredentials(for: temporary, verifier: "v")
        }
    }

    @Test(
        "A JSON response with one thing wrong is an error",
        arguments: [
            #"{"oauth_token":"t","oauth_token_secret":"s""#, #"{"oauth_token":"t","oauth_token_secret":{}}"#,
            #"{"oauth_token":"t","oauth_token_secret":["s"]}"#, #"{"oauth_token":"t","oauth_token_secret":s}"#,
            #"{"oauth_token":"t","oauth_token":"t","oauth_token_secret":"s"}"#, #"{"oauth_token_secret":"s"}"#,
            #"{"oauth_token":"t","oauth_token_secret":"s"}x"#, #"{"oauth_token":"","oauth_token_secret":"s"}"#,
            #"{"oauth_token":null,"oauth_token_secret":"s"}"#, #"{"oauth_token":"\ud800","oauth_token_secret":"s"}"#,
            #"{"oauth_token":"\q","oauth_token_secret":"s"}"#, #"{"a":01,"oauth_token":"t","oauth_token_secret":"s"}"#,
            "{", "{}", #"{"oauth_token":"t"}"#,
        ])
    func malformedJSON(body: String) async throws {
        let flow = try CredentialsResponseTests.flow(
            ScriptedTransport(body), leniencies: [.jsonResponse, .unconfirmedCallback])
        do throws(AuthorizationError) {
            _ = try await flow.temporaryCredentials(callback: .outOfBand)
            Issue.record("accepted")
        } catch {
            guard case .invalidResponse = error else {
                Issue.record("another error: \(error)")
                return
            }
        }
    }
}
