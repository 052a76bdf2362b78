import CryptoCore
import HTTPTypes
import OAuth1
import Testing

/// The code of the articles, which `script/check-sources` compares with them.
@Suite("The examples of the documentation")
struct ExampleTests {
    static func credentials(
        _ key: String = "k", _ secret: String = "s", token: String? = nil, tokenSecret: String? = nil
    ) throws -> Credentials {
        try Credentials(
            consumerKey: key, consumerSecret: SecretBytes(utf8: secret), token: token,
            tokenSecret: tokenSecret.map { SecretBytes(utf8: $0) })
    }

    @Test("Sign a request")
    func sign() throws {
        let made = try SignARequestExample.run("kd94hf93k423kf44", "pfkkdhi9sl3r4s00")
        #expect(made[0].hasPrefix("OAuth ") && made[1].hasPrefix("OAuth realm=\"Photos\", "))
        #expect(made[2].hasPrefix("https://api.example.com/photos/7.jpg?oauth_"))
        #expect(made[3].contains("HMAC-SHA512"))
    }

    @Test("Verify behind a proxy")
    func proxy() async throws {
        let external = "https://api.example.com/v1/photos?size=original"
        var request = HTTPRequest(
            method: .get, scheme: "http", authority: "10.0.3.4:8080", path: "/v1/photos?size=original")
        request.headerFields[.authorization] = try Signer(credentials: Self.credentials()).authorizationHeader(
            method: "GET", url: external)
        let (verified, forwarded) = try await VerifyBehindAProxyExample.run(request, [], nil) { key, token in
            key == "k" && token == nil ? try Self.credentials() : nil
        }
        #expect(verified.consumerKey == "k" && forwarded == external)
    }

    @Test("LTI launch")
    func launch() async throws {
        let signer = Signer(credentials: try Self.credentials())
        let form = try signer.signedForm(
            url: "https://tool.example.org/lti/launch",
            parameters: [Parameter("lti_message_type", "basic-lti-launch-request"), Parameter("user_id", "29")])
        let (user, outcome) = try await LTILaunchExample.run(
            Array(form.utf8), ["k": "s"], Array("<x/>".utf8), signer, Verifier(ledger: InMemoryNonceLedger()))
        #expect(user == "29")
        #expect(outcome.headerFields[.authorization]?.contains("oauth_body_hash=") == true)
    }

    @Test("NetSuite")
    func netSuite() throws {
        let header = try NetSuiteExample.run("k", "s", "t", "ts", []).headerFields[.authorization] ?? ""
        #expect(header.hasPrefix("OAuth realm=\"1234567_SB1\", ") && header.contains("\"HMAC-SHA256\""))
    }

    @Test("Mastercard: a malformed key is an error")
    func mastercard() {
        #expect(throws: CryptoError.self) { try MastercardBodyHashExample.run("k", "no key", []) }
    }

    @Test("Migrate from oauthlib")
    func oauthlib() async throws {
        let received = ReceivedRequest(
            method: "GET", url: try Signer(credentials: Self.credentials()).signedURL(url: "https://h/"))
        let (header, verified, verifiers) = try await MigrateFromOauthlibExample.run(
            "k", "s", "t", "ts", received, Verifier(ledger: InMemoryNonceLedger())
        ) { _, _ in try Self.credentials() }
        #expect(header.contains("oauth_token=\"t\"") && verified.consumerKey == "k")
        #expect(verifiers.map(\.leniencies) == [.sha1BodyHash, []])
        #expect(verifiers.map(\.bodyPolicy) == [.formOrHash, .unsignedAllowed])
    }
}
