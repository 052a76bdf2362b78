import CryptoCore
import OAuth1
import Testing

@testable import Toopher

@Suite("Iframe URLs of version 1")
struct Version1URLTests {
    typealias Options = ToopherIframe.Version1.Options

    func url(of vector: Vectors.SignedURL) throws -> String {
        var options = Options()
        let email: String? = vector.params["reset_email"]
        switch vector.id {
        case "v1-pair-without-email": options.missingArgument = .noParameter
        case "v1-login-earliest": options = .earliest
        case "v1-login-without-inline-pairing": options.sendsInlinePairing = false
        default: break
        }
        let old = try Fixture.iframe(now: vector.clock).version1(options)
        switch vector.id {
        case "v1-pair", "v1-pair-without-email": return try old.pairingURL(username: "jdoe", resetEmail: email)
        case "v1-manage-user": return try old.userManagementURL(username: "jdoe", resetEmail: email)
        case "v1-login-inline-pairing-forbidden":
            return try old.authenticationURL(
                username: "jdoe", resetEmail: email, requestToken: Fixture.token, isInlinePairingAllowed: false)
        default: return try old.loginURL(username: "jdoe", resetEmail: email, requestToken: Fixture.token)
        }
    }

    @Test("Signature and parameters of every vector are equal", arguments: try Vectors.loadVersion1URLs())
    func vector(_ vector: Vectors.SignedURL) throws {
        let parts = try url(of: vector).split(separator: "?")
        #expect(parts.count == 2 && parts[0] == vector.baseURL + vector.path)
        let query = try FormEncoding.decode(Array(parts[1].utf8))
        #expect(query["oauth_signature"] == vector.signature)
        let others = query.filter { !$0.name.hasPrefix("oauth_") }
        #expect(others.count == vector.params.count)
        for (name, value) in vector.params { #expect(others[name] == value) }
    }

    @Test(
        "The URL is the reference library's, byte by byte",
        arguments: [
            ("v1-pair", "username reset_email expires v"), ("v1-manage-user", "username reset_email expires v"),
            (
                "v1-login",
                "username automation_allowed reset_email session_token v allow_inline_pairing requester_metadata "
                    + "challenge_required expires action_name"
            ),
            (
                "v1-login-inline-pairing-forbidden",
                "username automation_allowed reset_email session_token v allow_inline_pairing requester_metadata "
                    + "challenge_required expires action_name"
            ),
            (
                "v1-login-earliest",
                "username automation_allowed reset_email session_token v requester_metadata challenge_required expires "
                    + "action_name"
            ),
        ])
    func referenceString(id: String, order: String) throws {
        let vector = try #require(try Vectors.loadVersion1URLs().first { $0.id == id })
        #expect(try url(of: vector) == vector.referenceString(order: order))
    }

    @Test("A missing argument is sent as None, empty or not at all")
    func missing() throws {
        let iframe = try Fixture.iframe()
        func parameters(_ argument: Options.MissingArgument) throws -> [Parameter] {
            let url = try iframe.version1(Options(missingArgument: argument)).authenticationURL(
                username: "jdoe", requestToken: nil)
            return try FormEncoding.decode(Array(try #require(url.split(separator: "?").last).utf8))
        }
        for name in ["reset_email", "session_token", "requester_metadata"] {
            #expect(try parameters(.textNone)[name] == "None")
            #expect(try parameters(.emptyText)[name] == "")
            #expect(try parameters(.noParameter)[name] == nil)
        }
        let given = try iframe.version1().authenticationURL(
            username: "jdoe", resetEmail: "", actionName: "", isAutomationAllowed: false, isChallengeRequired: true,
            requestToken: "", requesterMetadata: "a=b&c ~*", ttl: .seconds(7))
        let query = try FormEncoding.decode(Array(try #require(given.split(separator: "?").last).utf8))
        #expect(query["reset_email"] == "" && query["session_token"] == "" && query["action_name"] == "")
        #expect(query["requester_metadata"] == "a=b&c ~*" && query["expires"] == "1007")
        #expect(query["automation_allowed"] == "False" && query["challenge_required"] == "True")
    }

    @Test("The options choose page and time to live")
    func pagesAndTimes() throws {
        let iframe = try Fixture.iframe()
        let java = iframe.version1(Options(pairingPage: .manageUser, ttl: .seconds(10)))
        #expect(
            try java.pairingURL(username: "jdoe", resetEmail: "a", ttl: .seconds(100)).contains("/web/manage_user?"))
        #expect(try java.pairingURL(username: "jdoe").contains("&expires=1010&"))
        #expect(try java.loginURL(username: "jdoe", requestToken: "t").contains("&expires=1010&"))
        #expect(try iframe.version1().userManagementURL(username: "jdoe").contains("&expires=1100&"))
        #expect(try iframe.version1().userManagementURL(username: "jdoe", ttl: .seconds(1)).contains("&expires=1001&"))
    }

    @Test("A verifier accepts the URL")
    func verified() async throws {
        let url = try Fixture.iframe().version1().authenticationURL(
            username: "j döe&~*", actionName: "Pay 5 €", requestToken: "t+/=", requesterMetadata: "~* é")
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
        let credentials = try Credentials(
            consumerKey: Fixture.key, consumerSecret: SecretBytes(utf8: Fixture.secret))
        let verified = try await verifier.verify(ReceivedRequest(method: "GET", url: url)) { _, _ in credentials }
        #expect(verified.parameters["username"] == "j döe&~*" && verified.parameters["action_name"] == "Pay 5 €")
        let changed = url.replacing("automation_allowed=True", with: "automation_allowed=False")
        await #expect(throws: VerificationError.signatureInvalid) {
            try await verifier.verify(ReceivedRequest(method: "GET", url: changed)) { _, _ in credentials }
        }
    }

    @Test("Arguments that are not valid are refused")
    func arguments() throws {
        let old = try Fixture.iframe().version1()
        #expect(throws: ToopherError.self) { try old.pairingURL(username: "") }
        #expect(throws: ToopherError.self) { try old.userManagementURL(username: "") }
        #expect(throws: ToopherError.self) { try old.loginURL(username: "", requestToken: "t") }
        for ttl in [Duration.seconds(Int64.min), .seconds(-1), .zero, .seconds(Int64.max)] {
            #expect(throws: ToopherError.self) { try old.pairingURL(username: "u", ttl: ttl) }
            #expect(throws: ToopherError.self) {
                try old.authenticationURL(username: "u", requestToken: "t", ttl: ttl)
            }
            let never = try Fixture.iframe().version1(Options(ttl: ttl))
            #expect(throws: ToopherError.self) { try never.loginURL(username: "u", requestToken: "t") }
        }
    }
}
