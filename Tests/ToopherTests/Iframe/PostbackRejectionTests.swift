import OAuth1
import Testing

@testable import Toopher

@Suite("Postback rejections")
struct PostbackRejectionTests {
    let iframe: ToopherIframe
    let granted: [Parameter]

    init() throws {
        iframe = try Fixture.iframe()
        granted = try Fixture.fields().signed()
    }

    @Test("Missing keys are reported first, in the protocol's order")
    func missingKeys() {
        #expect(iframe.rejection(of: []) == "Missing required keys: toopher_sig, timestamp, session_token")
        #expect(
            iframe.rejection(of: granted.removing("session_token", "toopher_sig"))
                == "Missing required keys: toopher_sig, session_token")
    }

    @Test("An unsigned error lets nobody in", arguments: ["704", "705", "706", "707", "708", "999", ""])
    func unsignedError(code: String) {
        let bare = [Parameter("error_code", code), Parameter("error_message", Fixture.disabled)]
        #expect(iframe.rejection(of: bare) == "Missing required keys: toopher_sig, timestamp, session_token")
        var dressed = bare
        dressed += [Parameter("session_token", Fixture.token), Parameter("timestamp", "1000")]
        dressed.append(Parameter("toopher_sig", ""))
        #expect(iframe.rejection(of: dressed) == "Computed signature does not match")
        #expect(iframe.rejection(of: bare + granted) == "Computed signature does not match")
        for fields in [bare, dressed, bare + granted] {
            #expect(!iframe.grants(fields) && !iframe.grants(fields, allowingDisabledUsers: true))
        }
    }

    @Test("The request token must match unless the caller opts out")
    func requestToken() throws {
        let other = try Fixture.fields().setting("session_token", to: "other").signed()
        #expect(iframe.rejection(of: other) == "Session token does not match expected value!")
        #expect(iframe.rejection(of: other, requestToken: .withoutRequestToken) == nil)
        let prefix = try Fixture.fields().setting("session_token", to: "s9s7vs").signed()
        #expect(iframe.rejection(of: prefix) == "Session token does not match expected value!")
    }

    @Test("An empty expected token is an error, not a wildcard")
    func emptyToken() throws {
        let blank = try Fixture.fields().setting("session_token", to: "").signed()
        for fields in [blank, granted] {
            #expect(
                iframe.rejection(of: fields, requestToken: .expected(""))
                    == "The argument requestToken is not valid: it is empty")
        }
    }

    @Test(
        "Both sides of the time window are checked",
        arguments: [
            (1000, nil), (1299, nil), (1300, "TTL expired"), (9_000_000_000, "TTL expired"), (Int64.max, "TTL expired"),
            (940, nil), (939, "The timestamp lies in the future"), (0, "The timestamp lies in the future"),
            (Int64.min, "The timestamp lies in the future"),
        ] as [(Int64, String?)])
    func window(now: Int64, expected: String?) throws {
        #expect(try Fixture.iframe(now: now).rejection(of: granted) == expected)
    }

    @Test("Extreme times to live neither trap nor extend the window")
    func extremeTTL() throws {
        for ttl in [Duration.seconds(Int64.min), .seconds(-1), .zero] {
            #expect(iframe.rejection(of: granted, ttl: ttl) == "TTL expired")
            #expect(try Fixture.iframe(now: 999).rejection(of: granted, ttl: ttl) == "TTL expired")
        }
        #expect(iframe.rejection(of: granted, ttl: ToopherIframe.maximumTTL) == nil)
        for ttl in [ToopherIframe.maximumTTL + .nanoseconds(1), .seconds(Int64.max)] {
            #expect(iframe.rejection(of: granted, ttl: ttl) == "The argument ttl is not valid: it is more than an hour")
        }
        #expect(try Fixture.iframe(now: 1006).rejection(of: granted, ttl: .seconds(5)) == "TTL expired")
    }

    @Test("The fraction of a second of a time span is dropped")
    func fractions() throws {
        let late = try Fixture.iframe(now: 1005)
        #expect(late.rejection(of: granted, ttl: .milliseconds(5999)) == "TTL expired")
        #expect(late.rejection(of: granted, ttl: .seconds(6)) == nil)
        #expect(iframe.rejection(of: granted, ttl: .milliseconds(999)) == "TTL expired")
        let early = try Fixture.iframe(now: 939, futureTolerance: .milliseconds(60_999))
        #expect(early.rejection(of: granted) == "The timestamp lies in the future")
        #expect(try Fixture.iframe(now: 939, futureTolerance: .seconds(61)).rejection(of: granted) == nil)
        #expect(throws: ToopherError.self) { try Fixture.iframe(futureTolerance: .milliseconds(-1)) }
    }

    @Test(
        "A timestamp that is not decimal digits is refused",
        arguments: [
            "", "abc", "1e3", " 1000", "1000 ", "+1000", "-1000", "0x3e8", "1000.0", "١٠٠٠", "9999999999999999999",
        ])
    func malformedTimestamp(_ text: String) throws {
        let fields = try Fixture.fields().setting("timestamp", to: text).signed()
        #expect(iframe.rejection(of: fields) == "The postback field timestamp is missing or malformed")
    }

    @Test("The checks run in their documented order")
    func order() throws {
        var fields = try Fixture.fields("pb-bad-resource-type")
        fields = fields.setting("session_token", to: "other").setting("timestamp", to: "1")
        #expect(iframe.rejection(of: fields.adding("toopher_sig", "AAAA")) == "Computed signature does not match")
        #expect(iframe.rejection(of: try fields.signed()) == "Session token does not match expected value!")
        fields = fields.setting("session_token", to: Fixture.token)
        #expect(iframe.rejection(of: try fields.signed()) == "TTL expired")
        fields = fields.setting("timestamp", to: "1000")
        #expect(iframe.rejection(of: try fields.signed()) == "The postback resource type is not valid: invalid")
        fields = fields.adding("error_code", "705").adding("error_message", "No matching user exists.")
        #expect(iframe.rejection(of: try fields.signed()) == "No matching user exists.")
    }

    @Test("A repeated key is refused, signed or not")
    func duplicates() throws {
        for field in granted {
            let twice = granted.adding(field.name, field.value)
            #expect(iframe.rejection(of: twice) == "Keys that occur more than once: \(field.name)")
        }
        let signed = try Fixture.fields().adding("granted", "true").adding("granted", "false").signed()
        #expect(iframe.rejection(of: signed) == "Keys that occur more than once: granted")
    }

    @Test(
        "A missing or malformed Boolean is refused",
        arguments: ["pending", "granted", "automated"], ["", "1", "0", "yes", "truee", " true", "null"])
    func booleans(name: String, value: String) throws {
        let expected = "The postback field \(name) is missing or malformed"
        let malformed = try Fixture.fields().setting(name, to: value).signed()
        #expect(iframe.rejection(of: malformed) == expected && !iframe.grants(malformed))
        let missing = try Fixture.fields().removing(name).signed()
        #expect(iframe.rejection(of: missing) == expected && !iframe.grants(missing))
    }

    @Test("The obsolete spelling of Booleans is accepted")
    func capitalised() throws {
        let fields = try Fixture.fields().setting("granted", to: "True").setting("pending", to: "False").signed()
        #expect(iframe.grants(fields))
    }

    @Test(
        "Missing fields are refused",
        arguments: [
            ("id", true), ("user_name", true), ("pairing_user_id", true), ("terminal_id", true), ("action_id", true),
            ("terminal_name", false), ("action_name", false),
        ])
    func missingFields(name: String, isNeverBlank: Bool) throws {
        let expected = "The postback field \(name) is missing or malformed"
        #expect(iframe.rejection(of: try Fixture.fields().removing(name).signed()) == expected)
        let blank = try Fixture.fields().setting(name, to: "").signed()
        #expect(iframe.rejection(of: blank) == (isNeverBlank ? expected : nil))
    }

    @Test("Optional fields may be missing")
    func optionalFields() throws {
        let fields = try Fixture.fields().removing(
            "reason", "reason_code", "terminal_id", "terminal_name", "terminal_requester_specified_id", "action_id",
            "action_name", "user_toopher_authentication_enabled"
        ).signed()
        let postback = try iframe.processPostbackWithoutReplayProtection(
            .fields(fields), requestToken: .expected(Fixture.token))
        guard case .authenticationRequest(let request) = postback else {
            Issue.record("not an authentication request")
            return
        }
        #expect(request.isGranted && request.terminal == nil && request.action == nil && request.reasonCode == nil)
        #expect(request.user?.isToopherAuthenticationEnabled == nil)
    }

    @Test("A flat field is not taken for a nested object")
    func nestedNames() throws {
        let fields = try Fixture.fields().removing("terminal_id", "terminal_name").adding("terminal", "x").signed()
        #expect(iframe.rejection(of: fields) == nil)
        let user = try Fixture.fields().adding("user", "x").signed()
        let postback = try iframe.processPostbackWithoutReplayProtection(
            .fields(user), requestToken: .expected(Fixture.token))
        #expect(postback.isGranted)
    }
}
