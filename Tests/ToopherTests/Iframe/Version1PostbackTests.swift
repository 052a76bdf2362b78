import OAuth1
import Testing

@testable import Toopher

@Suite("Postback validation of version 1")
struct Version1PostbackTests {
    let old: ToopherIframe.Version1
    let granted: [Parameter]

    init() throws {
        old = try Fixture.iframe().version1()
        granted = try Fixture.fields().signed()
    }

    func rejection(
        _ fields: [Parameter], of old: ToopherIframe.Version1? = nil, ttl: Duration? = nil,
        expecting: PostbackExpectation = .anything
    ) -> String? {
        do {
            _ = try (old ?? self.old).validateWithoutReplayProtection(
                .fields(fields), requestToken: .expected(Fixture.token), ttl: ttl, expecting: expecting)
            return nil
        } catch {
            return error.description
        }
    }

    static func signed(_ vector: Vectors.Postback) -> [Parameter] {
        vector.fields.map { Parameter($0.key, $0.value) }.adding("toopher_sig", vector.signature)
    }

    @Test("Every vector returns its fields, sorted, without the signature", arguments: try Vectors.load().postbacks)
    func vectors(_ vector: Vectors.Postback) throws {
        let old = try Fixture.iframe(now: vector.clock, secret: vector.secret).version1()
        let text = FormEncoding.encode(Self.signed(vector))
        let wrapped = FormEncoding.encode([Parameter("toopher_iframe_data", text)])
        for form in [PostbackForm.fields(Self.signed(vector)), .text(text), .bytes(Array(text.utf8)), .text(wrapped)] {
            let fields = try old.validateWithoutReplayProtection(
                form, requestToken: .expected(vector.requestToken))
            #expect(fields.parameters.map(\.name) == vector.fields.keys.sorted())
            for (name, value) in vector.fields { #expect(fields[name] == value) }
            #expect(fields["toopher_sig"] == nil && fields.refusal == nil)
            #expect(fields.isGranted == ["pb-auth", "pb-auth-empty-metadata"].contains(vector.id))
        }
    }

    @Test("Every tampered vector is refused", arguments: try Vectors.load().postbacks)
    func tampered(_ vector: Vectors.Postback) throws {
        let forged = "Computed signature does not match"
        let signed = Self.signed(vector)
        for field in signed where field.name != "toopher_sig" {
            var bytes = Array(field.value.utf8)
            let flipped = String(decoding: bytes.dropLast() + [(bytes.last ?? 0x20) ^ 1], as: UTF8.self)
            #expect(rejection(signed.setting(field.name, to: flipped)) == forged)
            _ = bytes.popLast()
            let truncated = signed.setting(field.name, to: String(decoding: bytes, as: UTF8.self))
            #expect(field.value.isEmpty || rejection(truncated) == forged)
            let twice = "Keys that occur more than once: \(field.name)"
            #expect(rejection(signed.adding(field.name, field.value)) == twice)
            let upper = signed.setting(field.name, to: field.value.uppercased())
            #expect(field.value == field.value.uppercased() || rejection(upper) == forged)
        }
        for signature in [
            String(vector.signature.dropLast()), vector.signature.uppercased(), vector.signature + vector.signature, "",
            "invalid",
        ] {
            #expect(rejection(signed.setting("toopher_sig", to: signature)) == forged)
        }
        for secret in ["hijklmno", "hijklmnop&"] {
            #expect(rejection(signed, of: try Fixture.iframe(secret: secret).version1()) == forged)
        }
    }

    @Test("The cases of the libraries' own tests have the same result")
    func referenceCases() throws {
        let fields = try Fixture.fields("pb-v1-validate").signed()
        #expect(rejection(fields, ttl: .seconds(5)) == nil)
        #expect(rejection(fields, of: try Fixture.iframe(now: 1006).version1(), ttl: .seconds(5)) == "TTL expired")
        for name in ["toopher_sig", "timestamp", "session_token"] {
            #expect(rejection(fields.removing(name)) == "Missing required keys: \(name)")
        }
        let foreign = try fields.setting("session_token", to: "invalid token").signed()
        #expect(rejection(foreign) == "Session token does not match expected value!")
    }

    @Test(
        "A postback is valid for the time to live of the options",
        arguments: [(100, 1099, true), (100, 1100, false), (10, 1009, true), (10, 1010, false)]
            as [(Int64, Int64, Bool)])
    func window(ttl: Int64, now: Int64, isGood: Bool) throws {
        let options = ToopherIframe.Version1.Options(ttl: .seconds(ttl))
        #expect(
            rejection(granted, of: try Fixture.iframe(now: now).version1(options)) == (isGood ? nil : "TTL expired"))
        #expect(
            try rejection(granted, of: Fixture.iframe(now: 939).version1(options)) == "The timestamp lies in the future"
        )
    }

    @Test("A signed error is verified and never granted")
    func refusals() throws {
        func fields(_ code: String, extra: [Parameter] = []) throws -> ValidatedFields {
            try old.validateWithoutReplayProtection(
                .fields(try Fixture.refusal(code, "text", extra: extra)), requestToken: .expected(Fixture.token),
                expecting: .user("jdoe"))
        }
        for (code, expected) in [
            ("704", "text"), ("705", "text"), ("707", "text"), ("999", "Error code 999: text"),
            ("7O4", "The postback field error_code is missing or malformed"),
            ("", "The postback field error_code is missing or malformed"),
        ] {
            #expect(try fields(code).refusal?.description == expected && fields(code)["error_code"] == code)
        }
        let grant = [Parameter("granted", "true"), Parameter("pending", "false")]
        #expect(try !fields("704", extra: grant).isGranted && !fields("x", extra: grant).isGranted)
        let unsigned = [Parameter("error_code", "704"), Parameter("error_message", Fixture.disabled)]
        #expect(rejection(unsigned) == "Missing required keys: toopher_sig, timestamp, session_token")
        #expect(rejection(granted + unsigned) == "Computed signature does not match")
        let stolen = try Fixture.refusal("704", extra: [Parameter("user_name", "root")])
        #expect(
            rejection(stolen, expecting: .user("jdoe")) != nil && rejection(stolen, expecting: .user("root")) == nil)
    }

    @Test("A postback of version 1 need not name its kind")
    func withoutKind() throws {
        func isGranted(_ fields: [Parameter]) throws -> Bool {
            try old.validateWithoutReplayProtection(
                .fields(fields.signed()), requestToken: .expected(Fixture.token)
            ).isGranted
        }
        let fields = try Fixture.fields().removing("resource_type")
        #expect(try isGranted(fields))
        #expect(try isGranted(fields.setting("granted", to: "True").setting("pending", to: "False")))
        #expect(try !isGranted(fields.setting("pending", to: "true")) && !isGranted(fields.removing("pending")))
        #expect(try !isGranted(fields.setting("granted", to: "1")) && !isGranted(fields.setting("granted", to: "")))
        #expect(try !isGranted(fields.adding("resource_type", "pairing")))
    }

    @Test("The expectation is checked")
    func expectations() throws {
        #expect(rejection(granted, expecting: .user("user name", action: "action name")) == nil)
        for other in [PostbackExpectation.user("user Name"), .user("user name", action: "Log In"), .user("")] {
            #expect(rejection(granted, expecting: other)?.hasPrefix("The postback is genuine, but its ") == true)
        }
        let user = try Fixture.fields("pb-user").signed()
        #expect(rejection(user, expecting: .user("user name")) == nil && rejection(user, expecting: .user("x")) != nil)
        let nobody = try Fixture.fields("pb-v1-validate").signed()
        #expect(rejection(nobody, expecting: .user("jdoe")) != nil)
    }

    @Test("The framework's own fields are ignored if they are named")
    func ownFields() throws {
        let own = granted + [Parameter("csrf", "a b"), Parameter("_eventId", "x"), Parameter("csrf", "twice")]
        #expect(rejection(own) == "Keys that occur more than once: csrf")
        let text = FormEncoding.encode(own)
        func fields(_ names: [String], _ form: PostbackForm) throws -> ValidatedFields {
            try old.validateWithoutReplayProtection(
                .ignoring(names, of: form), requestToken: .expected(Fixture.token))
        }
        for form in [PostbackForm.fields(own), .text(text), .bytes(Array(text.utf8))] {
            let validated = try fields(["csrf", "_eventId", "absent"], form)
            #expect(validated.isGranted && validated["csrf"] == nil && validated["_eventId"] == nil)
            #expect(throws: ToopherError.self) { try fields(["csrf"], form) }
            // A signed field and the signature cannot be ignored.
            for name in granted.map(\.name) {
                #expect(throws: ToopherError.self) { try fields(["csrf", "_eventId", name], form) }
            }
        }
        let wrapped = PostbackForm.fields([Parameter("csrf", "x"), Parameter("toopher_iframe_data", text)])
        #expect(throws: ToopherError.self) { try fields(["csrf", "_eventId"], wrapped) }
        let nested = PostbackForm.ignoring(["_eventId"], of: .ignoring(["csrf"], of: .fields(own)))
        #expect(try old.validateWithoutReplayProtection(nested, requestToken: .expected(Fixture.token)).isGranted)
    }

    @Test("Each postback is accepted once")
    func ledger() async throws {
        let old = try Fixture.iframe(replayLedger: InMemoryPostbackLedger(capacity: 1)).version1()
        func validate(_ fields: [Parameter], expecting: PostbackExpectation = .anything) async -> String? {
            do {
                _ = try await old.validate(
                    .fields(fields), requestToken: .expected(Fixture.token), expecting: expecting)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(await validate(granted.setting("granted", to: "false")) == "Computed signature does not match")
        #expect(await validate(granted) == nil)
        #expect(await validate(granted) == "The postback was used before")
        let other = try Fixture.fields().setting("timestamp", to: "1001").signed()
        #expect(await validate(other) == nil)
        #expect(await validate(granted) == "The postback was used before")
    }

    @Test("The requester's metadata is returned")
    func metadata() throws {
        let metadata = "{\"redirect\": \"/a?b=~*&c=é\"}"
        let fields = try Fixture.fields().adding("requester_metadata", metadata).signed()
        let validated = try old.validateWithoutReplayProtection(
            .fields(fields), requestToken: .expected(Fixture.token))
        #expect(validated.requesterMetadata == metadata)
        let postback = try old.iframe.processPostbackWithoutReplayProtection(
            .fields(fields), requestToken: .expected(Fixture.token))
        #expect(postback.requesterMetadata == metadata)
        let plain = try old.validateWithoutReplayProtection(.fields(granted), requestToken: .withoutRequestToken)
        #expect(plain.requesterMetadata == nil)
    }

    @Test("Any accepted encoding is valid, but only for the fields that it signs")
    func encodings() throws {
        let fields = try Fixture.fields().adding("requester_metadata", "~ * %7E %2A")
        let lenient = try Fixture.iframe(encodings: Set(PostbackEncoding.allCases)).version1()
        for literals in ["", "*", "~"] {
            let signed = try fields.signed(literals: literals)
            #expect(rejection(signed, of: lenient) == nil)
            #expect((rejection(signed) == nil) == literals.isEmpty)
            for changed in ["~ * %7E *", "%7E * %7E %2A", "~ %2A %7E %2A", "~ * ~ %2A", "~ * %7E %2a", "~"] {
                #expect(rejection(signed.setting("requester_metadata", to: changed), of: lenient) != nil)
            }
            let other = try fields.signed(secret: "hijklmnop&", literals: literals)
            #expect(rejection(other, of: lenient) == "Computed signature does not match")
        }
        // No library leaves both characters literal.
        #expect(rejection(try fields.signed(literals: "~*"), of: lenient) == "Computed signature does not match")
    }
}
