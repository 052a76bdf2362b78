import CryptoCore
import HTTPExchange
import HTTPTypes
import OAuth1
import TestSupport
import Testing

@testable import Toopher

@Suite("Redaction")
struct RedactionTests {
    static let secret = "s3cr3t-of-the-requester"
    static let token = "t0k3n-of-the-session"

    @Test("No description of a client or helper contains the secret")
    func values() throws {
        let api = try ToopherAPI(
            key: "k", secret: Self.secret, baseURL: Fixture.baseURL, transport: ScriptedTransport.service("{}"))
        let iframe = try ToopherIframe(key: "k", secret: Self.secret, baseURL: Fixture.baseURL)
        var text = "\(api) \(iframe) " + String(reflecting: api) + String(reflecting: iframe)
        dump(api, to: &text)
        dump(iframe, to: &text)
        #expect(!text.contains(Self.secret))
    }

    @Test("No error of a postback contains the secret, a signature or the request token")
    func postbackErrors() throws {
        let fields = try Fixture.fields().setting("session_token", to: Self.token)
        let signed = try fields.signed(secret: Self.secret)
        let signature = try #require(signed["toopher_sig"])
        let iframe = try Fixture.iframe(secret: Self.secret)
        let attempts: [[Parameter]] = [
            signed, signed.setting("toopher_sig", to: String(signature.reversed())), signed.setting("id", to: "2"),
            signed.removing("timestamp"), signed + signed,
            try fields.setting("timestamp", to: "1").signed(secret: Self.secret),
            try fields.setting("granted", to: "x").signed(secret: Self.secret),
        ]
        for attempt in attempts {
            for token in [ExpectedRequestToken.expected("other"), .expected(Self.token)] {
                do {
                    _ = try iframe.processPostbackWithoutReplayProtection(
                        .fields(attempt), requestToken: token, expecting: .user("x"))
                    Issue.record("accepted")
                } catch {
                    let text = "\(error) \(String(reflecting: error))"
                    for word in [Self.secret, Self.token, signature, String(signature.reversed())] {
                        #expect(!text.contains(word))
                    }
                }
            }
        }
    }

    @Test("No error of the API contains the secret or the signature")
    func apiErrors() async throws {
        for body in ["", "x", "{}", #"{"error_code":401}"#] {
            let transport = ScriptedTransport.service(status: 401, body)
            let api = try ToopherAPI(key: "k", secret: Self.secret, baseURL: Fixture.baseURL, transport: transport)
            let error = await #expect(throws: ToopherError.self) { try await api.fetchPairing(id: "1") }
            let header = try #require(transport.sent.first?.request.headerFields[.authorization])
            let text = "\(String(describing: error)) \(String(reflecting: error))"
            #expect(!header.contains(Self.secret) && !text.contains(Self.secret) && !text.contains("oauth_signature"))
        }
    }
}
