import CryptoCore
import OAuth1
import Synchronization
import Testing

@testable import Toopher

@Suite("Postback grants")
struct GrantTests {
    let iframe: ToopherIframe
    let granted: [Parameter]

    init() throws {
        iframe = try Fixture.iframe()
        granted = try Fixture.fields().signed()
    }

    @Test("Only a granted request that is not pending lets a user in")
    func truthTable() throws {
        for (grant, pending, expected) in [
            ("true", "false", true), ("true", "true", false), ("false", "false", false), ("false", "true", false),
        ] {
            let fields = try Fixture.fields().setting("granted", to: grant).setting("pending", to: pending).signed()
            #expect(iframe.grants(fields) == expected)
        }
        #expect(try !iframe.grants(Fixture.fields("pb-pairing").signed()))
        #expect(try !iframe.grants(Fixture.fields("pb-user").signed()))
    }

    @Test("A signed refusal throws its error")
    func refusals() throws {
        let cases: [(String, String, String)] = [
            ("704", "a", "a"), ("705", "b", "b"), ("706", "c", "c"), ("707", "d", "d"), ("708", "e", "e"),
            ("601", "This Pairing has been deactivated.", "This Pairing has been deactivated."),
            ("999", "This is a test.", "Error code 999: This is a test."),
            ("-1", "", "Error code -1: "),
        ]
        for (code, message, expected) in cases {
            #expect(iframe.rejection(of: try Fixture.refusal(code, message)) == expected)
        }
        for code in ["", "7O4", "704 ", "704.0", "99999999999999999999"] {
            let refusal = try Fixture.refusal(code)
            #expect(iframe.rejection(of: refusal) == "The postback field error_code is missing or malformed")
            #expect(!iframe.grants(refusal, allowingDisabledUsers: true))
        }
    }

    @Test("A signed 704 lets a user in only if the caller allows it")
    func disabledUsers() throws {
        let refusal = try Fixture.refusal("704", Fixture.disabled)
        #expect(!iframe.grants(refusal))
        #expect(iframe.grants(refusal, allowingDisabledUsers: true))
        for code in ["705", "706", "707", "708", "401", "999"] {
            #expect(try !iframe.grants(Fixture.refusal(code), allowingDisabledUsers: true))
        }
        // An error names no user, so without a request token it could be any user's.
        #expect(
            !iframe.isAuthenticationGrantedWithoutReplayProtection(
                .fields(refusal), requestToken: .withoutRequestToken, expecting: .anything, allowingDisabledUsers: true)
        )
        let late = try Fixture.iframe(now: 1300)
        #expect(!late.grants(refusal, allowingDisabledUsers: true))
        let stolen = try Fixture.refusal("704", extra: [Parameter("user_name", "somebody else")])
        #expect(
            !iframe.isAuthenticationGrantedWithoutReplayProtection(
                .fields(stolen), requestToken: .expected(Fixture.token), expecting: .user("jdoe"),
                allowingDisabledUsers: true))
        // A refusal that also claims a grant is a refusal.
        let both = try Fixture.fields().adding("error_code", "705").adding("error_message", "").signed()
        #expect(!iframe.grants(both, allowingDisabledUsers: true))
    }

    @Test("One user's postback does not open another's account")
    func expectations() {
        func field(_ expecting: PostbackExpectation) -> String? {
            iframe.rejection(of: granted, expecting: expecting)
        }
        func mismatch(_ name: String) -> String { "The postback is genuine, but its \(name) is not the expected one" }
        #expect(field(.user("user name")) == nil)
        #expect(field(.user("user name", action: "action name")) == nil)
        #expect(field(PostbackExpectation(requesterSpecifiedTerminalID: "requester specified id")) == nil)
        #expect(field(.user("User name")) == mismatch("user_name"))
        #expect(field(.user("")) == mismatch("user_name"))
        #expect(field(.user("user name", action: "Log In")) == mismatch("action_name"))
        #expect(
            field(PostbackExpectation(requesterSpecifiedTerminalID: "other"))
                == mismatch("terminal_requester_specified_id"))
        for (user, expected) in [("user name", true), ("jdoe", false)] {
            let isGranted = iframe.isAuthenticationGrantedWithoutReplayProtection(
                .fields(granted), requestToken: .expected(Fixture.token), expecting: .user(user))
            #expect(isGranted == expected)
        }
    }

    @Test("An expected field that is missing is a mismatch")
    func missingExpectedField() throws {
        let fields = try Fixture.fields().removing("action_id", "action_name").signed()
        let rejection = iframe.rejection(of: fields, expecting: .user("user name", action: "action name"))
        #expect(rejection == "The postback is genuine, but its action_name is not the expected one")
        let user = try Fixture.fields("pb-user").signed()
        #expect(iframe.rejection(of: user, expecting: .user("user name")) == nil)
        #expect(iframe.rejection(of: user, expecting: .user("x")) != nil)
        #expect(iframe.rejection(of: user, expecting: .user("user name", action: "Log In")) != nil)
    }

    @Test("Canonically equivalent names are different users")
    func canonicalEquivalence() throws {
        let fields = try Fixture.fields().setting("user_name", to: "\u{212A}im").signed()
        #expect(iframe.rejection(of: fields, expecting: .user("\u{212A}im")) == nil)
        #expect(iframe.rejection(of: fields, expecting: .user("Kim")) != nil)
    }

    @Test("A request token is long, unique and needs no percent-encoding")
    func freshToken() throws {
        let tokens = try Set((0..<100).map { _ in try ToopherIframe.makeRequestToken() })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy { $0.utf8.count == 32 && PercentEncoding.encode($0) == $0 })
    }
}
