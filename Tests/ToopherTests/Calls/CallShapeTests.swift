import CryptoCore
import OAuth1
import TestServer
import Testing

@testable import Toopher

@Suite("Calls over a socket")
struct CallShapeTests {
    static let pairings = [
        Call(
            "pair by number", "POST pairings/create/sms",
            ["phone_number=555-0100", "phone_country=1", "user_name=j döe", "label=x"], Canned.pairing("pending")
        ) {
            try await $0.pair(
                username: "j döe", phoneNumber: "555-0100", phoneCountry: "1", extras: [Parameter("label", "x")]
            ).isPending
        },
        Call(
            "pair by number, without country", "POST pairings/create/sms", ["phone_number=555", "user_name=jdoe"],
            Canned.pairing()
        ) { try await $0.pair(username: "jdoe", phoneNumber: "555").isEnabled },
        Call("pair by QR code", "POST pairings/create/qr", ["user_name=jdoe"], Canned.pairing("pending")) {
            try await $0.pairWithQRCode(username: "jdoe").isPending
        },
        Call("guess: a digit", "POST pairings/create/sms", ["phone_number=a 1", "user_name=jdoe"], Canned.pairing()) {
            try await $0.pair(username: "jdoe", phraseOrNumber: "a 1").id == "p1"
        },
        Call(
            "guess: no digit", "POST pairings/create", ["pairing_phrase=a phrase", "user_name=jdoe"], Canned.pairing()
        ) { try await $0.pair(username: "jdoe", phraseOrNumber: "a phrase").id == "p1" },
        Call("guess: nothing", "POST pairings/create/qr", ["user_name=jdoe"], Canned.pairing()) {
            try await $0.pair(username: "jdoe", phraseOrNumber: "").id == "p1"
        },
        Call(
            "upgrade", "POST pairings/upgrade", ["label=my token", "secret=3132", "user_name=jdoe"], Canned.pairing()
        ) { try await $0.upgradePairing(username: "jdoe", label: "my token", secret: "3132").id == "p1" },
        Call("deactivate", "POST pairings/p1", ["deactivated=true"], Canned.pairing("off")) {
            try await !$0.deactivatePairing(id: "p1").isEnabled
        },
        Call(
            "pairings of a user", "GET users/a%2F1/pairings", [],
            "[" + Canned.pairing() + "," + Canned.pairing("pending", id: "p2") + "]"
        ) { try await $0.fetchPairings(userID: "a/1").map(\.id) == ["p1", "p2"] },
        Call("no pairings", "GET users/u1/pairings?deactivated=0", ["deactivated=0"], "[]") {
            try await $0.fetchPairings(userID: "u1", includingDeactivated: false).isEmpty
        },
        Call(
            "reset link", "POST pairings/p1/generate_reset_link", ["security_question=Pet?", "security_answer=Rex"],
            #"{"url":"https://h/pairings/p1/reset?reset_authorization=abcde"}"#
        ) {
            try await $0.generateResetLink(pairingID: "p1", securityQuestion: "Pet?", securityAnswer: "Rex")
                == "https://h/pairings/p1/reset?reset_authorization=abcde"
        },
        Call("reset link, plain", "POST pairings/p1/generate_reset_link", [], #"{"url":"http://h/"}"#) {
            try await $0.generateResetLink(pairingID: "p1", securityQuestion: "", securityAnswer: "") == "http://h/"
        },
        Call("e-mail", "POST pairings/p1/send_reset_link", ["reset_email=j+d@example.org", "lang=de"], "[]") {
            try await $0.emailResetLink(pairingID: "p1", to: "j+d@example.org", extras: [Parameter("lang", "de")])
            return true
        },
    ]

    static let requests = [
        Call(
            "authenticate with a one-time password", "POST authentication_requests/initiate",
            ["user_name=jdoe", "otp=123456"], Canned.request("granted")
        ) { try await $0.authenticate(username: "jdoe", otp: "123456").isGranted },
        Call(
            "authenticate a pairing with everything", "POST authentication_requests/initiate",
            [
                "pairing_id=p1", "terminal_name=t", "requester_specified_terminal_id=c", "action_name=a",
                "automation_allowed=false", "challenge_required=true", "shows_match_number=true", "idempotency_key=k",
                "otp=1", "use_sms_inband_reply=1",
            ], Canned.request()
        ) {
            try await $0.authenticate(
                pairingID: "p1", terminalName: "t", requesterSpecifiedTerminalID: "c", actionName: "a",
                isAutomationAllowed: false, isChallengeRequired: true, showsMatchNumber: true, idempotencyKey: "k",
                otp: "1",
                extras: [Parameter("use_sms_inband_reply", "1")]
            ).isPending
        },
        Call(
            "a user whose name is spelt as a UUID is a user", "POST authentication_requests/initiate",
            ["user_name=9d8a2b6e-1d22-4c6b-9a0e-0d4b3c2a1f00", "terminal_name=t"], Canned.request()
        ) {
            try await $0.authenticate(username: "9d8a2b6e-1d22-4c6b-9a0e-0d4b3c2a1f00", terminalName: "t").isPending
        },
        Call(
            "guess: a UUID", "POST authentication_requests/initiate",
            ["pairing_id=9D8A2B6E-1d22-4c6b-9a0e-0d4b3c2a1f00", "terminal_name=t"], Canned.request()
        ) {
            try await $0.authenticate(pairingIDOrUsername: "9D8A2B6E-1d22-4c6b-9a0e-0d4b3c2a1f00", terminalName: "t")
                .isPending
        },
        Call(
            "guess: a name", "POST authentication_requests/initiate",
            ["user_name=1-1-1-1-1", "terminal_name=t"], Canned.request()
        ) { try await $0.authenticate(pairingIDOrUsername: "1-1-1-1-1", terminalName: "t").isPending },
        Call(
            "guess: nearly a UUID", "POST authentication_requests/initiate",
            ["user_name=9d8a2b6e-1d22-4c6b-9a0e-0d4b3c2a1fg0", "terminal_name=t"], Canned.request()
        ) {
            try await $0.authenticate(pairingIDOrUsername: "9d8a2b6e-1d22-4c6b-9a0e-0d4b3c2a1fg0", terminalName: "t")
                .isPending
        },
        Call(
            "grant with a one-time password", "POST authentication_requests/r1/otp_auth", ["otp=123456"],
            Canned.request("granted")
        ) { try await $0.grantWithOTP("123456", requestID: "r1").isGranted },
        Call("cancel", "POST authentication_requests/r1/cancel", [], "{}") {
            try await $0.cancelAuthenticationRequest(id: "r1")
            return true
        },
    ]

    static let administration = [
        Call("create a user", "POST users/create", ["name=jdoe", "email=x"], Canned.user) {
            try await $0.users.create(name: "jdoe", extras: [Parameter("email", "x")]).id == "u1"
        },
        Call("a user", "GET users/u1", [], Canned.user) { try await $0.users.fetch(id: "u1").name == "jdoe" },
        Call(
            "a user by name", "GET users?name=j%20d%C3%B6e%26%2B%3D~%2A", ["name=j döe&+=~*"],
            #"[{"id":"u1","name":"j döe&+=~*","requester":{"id":"q","name":"shop"}}]"#
        ) { try await $0.users.fetch(name: "j döe&+=~*")["requester"]?["name"]?.stringValue == "shop" },
        Call("enable", "POST users/u1", ["toopher_authentication_enabled=true"], Canned.user) {
            try await $0.users.enable(id: "u1").isToopherAuthenticationEnabled == true
        },
        Call(
            "disable", "POST users/u1", ["toopher_authentication_enabled=false"],
            #"{"id":"u1","name":"jdoe","disable_toopher_auth":true}"#
        ) { try await $0.users.disable(id: "u1").isToopherAuthenticationEnabled == false },
        Call("reset", "POST users/reset", ["user_name=jdoe"], "{}") {
            try await $0.users.reset(name: "jdoe")
            return true
        },
        Call(
            "backup codes", "POST users/activate_next_otp_list", ["user_name=jdoe", "create_user_if_needed=true"],
            #"{"otp_list":["1234","5678"]}"#
        ) {
            try await $0.users.activateNextBackupCodes(name: "jdoe", creatingUserIfNeeded: true) == ["1234", "5678"]
        },
        Call(
            "create a terminal", "POST user_terminals/create",
            ["user_name=jdoe", "name=my computer", "name_extra=cookie", "x=y"], Canned.terminal
        ) {
            try await $0.userTerminals.create(
                username: "jdoe", name: "my computer", requesterSpecifiedID: "cookie", extras: [Parameter("x", "y")]
            ).requesterSpecifiedID == "cookie"
        },
        Call("a terminal", "GET user_terminals/t1", [], Canned.terminal) {
            try await $0.userTerminals.fetch(id: "t1").user?.name == "jdoe"
        },
        Call("another id for a terminal", "POST user_terminals/t1", ["name_extra=00000000"], Canned.terminal) {
            try await $0.userTerminals.setRequesterSpecifiedID("00000000", id: "t1").id == "t1"
        },
        Call("raw get", "GET a%20b/c%3Fd?q=1&q=%C3%A9", ["q=1", "q=é"], "[1,[]]") {
            try await $0.raw.get("/a b/c?d", query: [Parameter("q", "1"), Parameter("q", "é")])
                == .array([.integer(1), .array([])])
        },
        Call("raw post", "POST any/thing", ["a=b"], "\"text\"") {
            try await $0.raw.post("any/thing", [Parameter("a", "b")]) == .string("text")
        },
    ]

    static var token: OATHToken { OATHToken(secret: SecretBytes([0x31, 0xFF]), requesterSpecifiedID: "serial") }

    static let validators = [
        Call(
            "provision", "POST oath_otp_validators/provision",
            [
                "secret=31ff", "requester_specified_id=serial", "otp_type=totp", "otp_digits=8", "algorithm=sha1",
                "totp_step_size=30",
            ], Canned.validator
        ) {
            let validator = try await $0.oathValidators.provision(token)
            return validator.kind == .hotp && validator.digits == 6 && validator.algorithm == .sha1
                && validator.timeStep == nil && validator.eventCounter == 3
                && validator.created == "2015-02-03 09:15:52" && validator.requesterSpecifiedID == "serial"
        },
        Call(
            "provision many", "POST oath_otp_validators/bulk_provision",
            [
                """
                oath_otp_validators=[{"algorithm":"sha512","otp_digits":6,"otp_type":"hotp","secret":"00"},\
                {"algorithm":"sha1","otp_digits":8,"otp_type":"totp","requester_specified_id":"serial",\
                "secret":"31ff","totp_step_size":30}]
                """
            ], #"{"oath_otp_validators":[\#(Canned.validator)]}"#
        ) {
            let counted = OATHToken(secret: SecretBytes([0]), kind: .hotp, algorithm: .sha512)
            return try await $0.oathValidators.provision([counted, token]).map(\.id) == ["v1"]
        },
        Call("a token by id", "GET oath_otp_validators/v1", [], Canned.validator) {
            try await $0.oathValidators.fetch(.id("v1")).id == "v1"
        },
        Call(
            "a token by serial", "GET oath_otp_validators?requester_specified_id=serial",
            ["requester_specified_id=serial"], Canned.validator
        ) { try await $0.oathValidators.fetch(.requesterSpecifiedID("serial")).id == "v1" },
        Call("tokens of a user", "GET users/u1/oath_otp_validators", [], #"{"oath_otp_validators":[]}"#) {
            try await $0.oathValidators.list(of: .id("u1")).isEmpty
        },
        Call(
            "tokens of a name", "GET users/oath_otp_validators?user_name=jdoe", ["user_name=jdoe"],
            #"{"oath_otp_validators":[\#(Canned.validator)]}"#
        ) { try await $0.oathValidators.list(of: .name("jdoe")).count == 1 },
        Call("associate", "POST users/u1/oath_otp_validators/associate", ["id=v1"], Canned.validator) {
            try await $0.oathValidators.associate(.id("v1"), with: .id("u1")).id == "v1"
        },
        Call(
            "associate by names", "POST users/oath_otp_validators/associate",
            ["user_name=jdoe", "requester_specified_id=serial"], Canned.validator
        ) { try await $0.oathValidators.associate(.requesterSpecifiedID("serial"), with: .name("jdoe")).id == "v1" },
        Call(
            "provision and associate", "POST users/oath_otp_validators/associate",
            [
                "user_name=jdoe", "secret=31ff", "requester_specified_id=serial", "otp_type=totp", "otp_digits=8",
                "algorithm=sha1", "totp_step_size=30",
            ], Canned.validator
        ) { try await $0.oathValidators.associate(token, with: .name("jdoe")).id == "v1" },
        Call("dissociate", "POST users/u1/oath_otp_validators/dissociate", ["id=v1"], "") {
            try await $0.oathValidators.dissociate(.id("v1"), from: .id("u1"))
            return true
        },
        Call(
            "dissociate by names", "POST users/oath_otp_validators/dissociate",
            ["user_name=jdoe", "requester_specified_id=serial"], "{}"
        ) {
            try await $0.oathValidators.dissociate(.requesterSpecifiedID("serial"), from: .name("jdoe"))
            return true
        },
        Call("resync", "POST oath_otp_validators/v1/resync", ["otp_sequence=755224,287082"], "{}") {
            try await $0.oathValidators.resync(.id("v1"), with: ["755224", "287082"])
            return true
        },
        Call(
            "resync by serial", "POST oath_otp_validators/resync",
            ["requester_specified_id=serial", "otp_sequence=1,2,3"], "{}"
        ) {
            try await $0.oathValidators.resync(.requesterSpecifiedID("serial"), with: ["1", "2", "3"])
            return true
        },
        Call("deactivate a token", "POST oath_otp_validators/v1/deactivate", [], "{}") {
            try await $0.oathValidators.deactivate(.id("v1"))
            return true
        },
        Call(
            "deactivate by serial", "POST oath_otp_validators/deactivate", ["requester_specified_id=serial"], "{}"
        ) {
            try await $0.oathValidators.deactivate(.requesterSpecifiedID("serial"))
            return true
        },
    ]

    @Test(
        "Each call sends its method, path and signed parameters and returns its result",
        arguments: pairings + requests + administration + validators)
    func shape(_ call: Call) async throws {
        try await ScriptedService.run({ _, _ in call.response }) { service, api in
            #expect(try await call.make(api))
            #expect(service.targets == [call.target])
            let request = try #require(service.requests.first)
            #expect(try await service.signedParameters(request) == call.parameters)
            #expect(request.values("accept") == ["application/json"])
        }
    }

    @Test(
        "No call accepts a response that is not its own", arguments: pairings + requests + administration + validators)
    func foreignResponse(_ call: Call) async throws {
        let refusals: [ScriptedResponse] = [
            .refusal(404, status: 404), .refusal(403, status: 200), .json("{", status: 200),
            .json("{}", status: 302), .json("<html>", status: 502),
        ]
        try await ScriptedService.run({ _, number in refusals[number] }) { _, api in
            for _ in refusals { await #expect(throws: ToopherError.self) { try await call.make(api) } }
        }
    }

    @Test("A QR code's image is returned")
    func image() async throws {
        let response = ScriptedResponse(type: "image/png", body: Canned.png)
        try await ScriptedService.run({ _, _ in response }) { service, api in
            let image = try await api.fetchQRCodeImage(pairingID: "p/1")
            #expect(image.bytes == Canned.png && image.width == 1 && image.height == 1)
            #expect(service.targets == ["GET qr/pairings/p%2F1"])
            #expect(service.requests.first?.values("accept") == ["image/png"])
        }
    }
}
