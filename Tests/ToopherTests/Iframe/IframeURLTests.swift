import CryptoCore
import OAuth1
import Testing

@testable import Toopher

@Suite("Iframe URLs")
struct IframeURLTests {
    static let fixed: Set = [
        "username", "reset_email", "session_token", "expires", "action_name", "requester_metadata", "v",
    ]

    func url(of vector: Vectors.SignedURL) throws -> String {
        let iframe = try ToopherIframe(
            key: vector.consumerKey, secret: SecretBytes(utf8: vector.consumerSecret), baseURL: vector.baseURL,
            clock: { vector.clock }, nonces: { () throws(CryptoError) in vector.nonce })
        func value(_ name: String) throws -> String { try #require(vector.params[name]) }
        let extras = vector.params.filter { !Self.fixed.contains($0.key) }.map { Parameter($0.key, $0.value) }
        let ttl = Duration.seconds(try #require(Int64(try value("expires"))) - vector.clock)
        if vector.path == "web/authenticate" {
            return try iframe.authenticationURL(
                username: value("username"), resetEmail: value("reset_email"), requestToken: value("session_token"),
                actionName: value("action_name"), requesterMetadata: value("requester_metadata"), ttl: ttl,
                extras: extras)
        }
        return try iframe.userManagementURL(
            username: value("username"), resetEmail: value("reset_email"), ttl: ttl, extras: extras)
    }

    @Test("Signature and parameters of every vector are equal", arguments: try Vectors.load().urls)
    func vector(_ vector: Vectors.SignedURL) throws {
        let parts = try url(of: vector).split(separator: "?")
        #expect(parts.count == 2 && parts[0] == vector.baseURL + vector.path)
        let query = try FormEncoding.decode(Array(parts[1].utf8))
        let oauth = query.filter { $0.name.hasPrefix("oauth_") }
        #expect(oauth["oauth_signature"] == vector.signature)
        #expect(oauth["oauth_timestamp"] == vector.timestamp && oauth["oauth_nonce"] == vector.nonce)
        let others = query.filter { !$0.name.hasPrefix("oauth_") }
        #expect(others.count == vector.params.count)
        for (name, value) in vector.params { #expect(others[name] == value) }
    }

    // The order of version 2, at the head of the reference library's refactoring branch.
    @Test(
        "The URL is the reference library's, byte by byte",
        arguments: [
            ("url-02", "username reset_email session_token expires action_name requester_metadata v"),
            (
                "url-03",
                "username reset_email session_token allow_inline_pairing expires action_name automation_allowed "
                    + "requester_metadata v challenge_required"
            ),
            ("url-10", "username reset_email session_token expires action_name requester_metadata v"),
            ("url-12", "username reset_email session_token expires action_name requester_metadata v"),
            (
                "url-25",
                "username reset_email session_token allow_inline_pairing expires action_name automation_allowed "
                    + "requester_metadata v challenge_required"
            ),
            ("url-29", "username reset_email expires v"),
            ("url-30", "username reset_email foo expires v"),
            ("url-34", "username reset_email expires v"),
            ("url-36", "username reset_email expires v"),
        ])
    func referenceString(id: String, order: String) throws {
        let vector = try #require(try Vectors.load().urls.first { $0.id == id })
        #expect(try url(of: vector) == vector.referenceString(order: order))
    }

    @Test("The URL of one vector is equal")
    func literalURL() throws {
        let expected =
            "https://api.toopher.test/v1/web/authenticate?username=jdoe&reset_email=&session_token=&expires=1300"
            + "&action_name=Log+In&requester_metadata=&v=2&oauth_nonce=12345678&oauth_timestamp=1000&oauth_version=1.0"
            + "&oauth_signature_method=HMAC-SHA1&oauth_consumer_key=abcdefg"
            + "&oauth_signature=NkaWUjEPRLwgsQMEJGsIQEpyRT4%3D"
        #expect(try Fixture.iframe().authenticationURL(username: "jdoe", requestToken: "") == expected)
    }

    @Test("A verifier accepts the URL once")
    func verified() async throws {
        let url = try Fixture.iframe().authenticationURL(
            username: "j döe&~*", requestToken: "t", extras: [Parameter("b", "2"), Parameter("a", "1 +")])
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
        let credentials = try Credentials(
            consumerKey: Fixture.key, consumerSecret: SecretBytes(utf8: Fixture.secret))
        let request = ReceivedRequest(method: "GET", url: url)
        let verified = try await verifier.verify(request) { _, _ in credentials }
        #expect(
            verified.parameters.map(\.name) == [
                "username", "reset_email", "session_token", "expires", "action_name", "requester_metadata", "v", "b",
                "a",
            ])
        #expect(verified.parameters["username"] == "j döe&~*" && verified.parameters["a"] == "1 +")
        await #expect(throws: VerificationError.nonceReplayed) {
            try await verifier.verify(request) { _, _ in credentials }
        }
    }

    @Test("Arguments that are not valid are refused")
    func arguments() throws {
        let iframe = try Fixture.iframe()
        #expect(throws: ToopherError.self) { try iframe.authenticationURL(username: "", requestToken: "t") }
        #expect(throws: ToopherError.self) { try iframe.userManagementURL(username: "") }
        for ttl in [Duration.seconds(Int64.min), .seconds(-1), .zero, .milliseconds(999), .seconds(Int64.max)] {
            #expect(throws: ToopherError.self) { try iframe.userManagementURL(username: "u", ttl: ttl) }
        }
        #expect(try iframe.userManagementURL(username: "u", ttl: .milliseconds(1999)).contains("&expires=1001&"))
        for name in ["", "username", "session_token", "expires", "v", "oauth_nonce", "oauth_callback"] {
            #expect(throws: ToopherError.self) {
                try iframe.authenticationURL(username: "u", requestToken: "t", extras: [Parameter(name, "x")])
            }
        }
        #expect(throws: ToopherError.self) { try ToopherIframe(key: "", secret: "s", baseURL: Fixture.baseURL) }
        #expect(throws: ToopherError.self) { try ToopherIframe(key: "k", secret: "", baseURL: Fixture.baseURL) }
        #expect(throws: ToopherError.self) { try ToopherIframe(key: "k", secret: "s", baseURL: "ftp://host/") }
    }

    @Test("Where the browser goes with the answer is a parameter of both pages, and signed")
    func returnURL() throws {
        let iframe = try ToopherIframe(
            key: "key", secret: SecretBytes(utf8: "secret"), baseURL: "https://auth.example.org/v1/",
            clock: { 1000 }, nonces: { () throws(CryptoError) in "nonce" })
        let address = "https://shop.example.com/done?a=b&c"
        func signature(_ url: String) throws -> String? {
            let query = try FormEncoding.decode(Array(url.split(separator: "?")[1].utf8))
            return query["return_url"].map { "\($0) \(query["oauth_signature"] ?? "")" }
        }
        let urls = [
            try iframe.authenticationURL(username: "jdoe", requestToken: "t", returnURL: address),
            try iframe.userManagementURL(username: "jdoe", returnURL: address),
        ]
        for url in urls { #expect(try signature(url)?.hasPrefix(address + " ") == true) }
        #expect(try signature(iframe.authenticationURL(username: "jdoe", requestToken: "t")) == nil)
        let other = try iframe.authenticationURL(username: "jdoe", requestToken: "t", returnURL: address + "d")
        #expect(try signature(other)?.split(separator: " ").last != signature(urls[0])?.split(separator: " ").last)
    }

    @Test("A terminal is two parameters, signed; the token of its cookie is not in the URL")
    func terminal() throws {
        let iframe = try Fixture.iframe()
        func query(_ terminal: ToopherIframe.Terminal?) throws -> [Parameter] {
            let url = try iframe.authenticationURL(username: "jdoe", requestToken: "t", terminal: terminal)
            return try FormEncoding.decode(Array(url.split(separator: "?")[1].utf8))
        }
        let token = try ToopherIframe.Terminal.makeToken()
        #expect(try token.utf8.count == 32 && token != ToopherIframe.Terminal.makeToken())
        let terminal = try ToopherIframe.Terminal(name: "Firefox & co", token: token)
        let sent = try query(terminal)
        #expect(sent["terminal_name"] == "Firefox & co")
        #expect(sent["requester_specified_terminal_id"] == terminal.id && terminal.id.utf8.count == 43)
        #expect(!sent.contains { $0.value.contains(token) })
        #expect(try query(nil)["requester_specified_terminal_id"] == nil)
        #expect(try ToopherIframe.Terminal(name: "other name", token: token).id == terminal.id)
        #expect(try ToopherIframe.Terminal(name: "", token: token + "x").id != terminal.id)
        #expect(
            try ToopherIframe.Terminal(name: "", token: "token").id == "UlazfZdTBYhZ0E0C9NN2oviKBG9_5DBcJbLHvzHBL10")
        let other = try query(ToopherIframe.Terminal(name: "Firefox & co", id: terminal.id + "x"))
        #expect(other["oauth_signature"] != sent["oauth_signature"])
        #expect(throws: ToopherError.self) { try ToopherIframe.Terminal(name: "n", token: "") }
        #expect(throws: ToopherError.self) { try query(ToopherIframe.Terminal(name: "n", id: "")) }
        #expect(throws: ToopherError.self) {
            try iframe.authenticationURL(
                username: "u", requestToken: "t", terminal: terminal, extras: [Parameter("terminal_name", "x")])
        }
    }
}
