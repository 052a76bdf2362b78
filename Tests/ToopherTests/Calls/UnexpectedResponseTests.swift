import CryptoCore
import OAuth1
import Testing

@testable import Toopher

@Suite("Unexpected responses over a socket")
struct UnexpectedResponseTests {
    func failure(
        _ response: ScriptedResponse, _ call: (ToopherAPI) async throws(ToopherError) -> Void
    ) async throws -> String? {
        var failure: ToopherError?
        try await ScriptedService.run({ _, _ in response }) { _, api in
            do throws(ToopherError) { try await call(api) } catch { failure = error }
        }
        return failure?.description
    }

    @Test(
        "Calls without a result accept any response but a refusal",
        arguments: [(200, ""), (201, "[]"), (200, "{}"), (204, ""), (200, "null"), (201, #"{"sent":true}"#)])
    func acknowledged(status: Int, body: String) async throws {
        let response = ScriptedResponse.json(body, status: status)
        #expect(
            try await failure(response) { api throws(ToopherError) in
                try await api.emailResetLink(pairingID: "p", to: "a@b")
                try await api.users.reset(name: "n")
                try await api.cancelAuthenticationRequest(id: "r")
                try await api.oathValidators.deactivate(.id("v"))
            } == nil)
    }

    @Test("A proxy's page and a refusal with status 200 are errors")
    func notAcknowledged() async throws {
        let page = ScriptedResponse(type: "text/html", body: Array("<p>Please log in</p>".utf8))
        let email: (ToopherAPI) async throws(ToopherError) -> Void = { api throws(ToopherError) in
            try await api.emailResetLink(pairingID: "p", to: "a@b")
        }
        #expect(
            try await failure(page, email)
                == "Unexpected response with HTTP status 200: the body is not JSON, and its content type is text/html")
        #expect(try await failure(.refusal(705, status: 200), email) == "text 705")
    }

    @Test(
        "A user is looked up by name only if the response is unambiguous",
        arguments: [
            ("[]", "No users with name = jdoe"),
            ("[\(Canned.user),\(Canned.user)]", "Multiple users with name = jdoe"),
            (
                #"[{"id":"u2","name":"root"}]"#,
                "Unexpected response with HTTP status 200: it has another user than the requested one"
            ),
            ("{}", "Unexpected response with HTTP status 200: the body is not a JSON array"),
            (Canned.user, "Unexpected response with HTTP status 200: the body is not a JSON array"),
            ("[1]", "Unexpected response with HTTP status 200: the field [0] is missing or malformed"),
            (
                #"[\#(Canned.user),{"id":"2"}]"#,
                "Unexpected response with HTTP status 200: the field [1].name is missing or malformed"
            ),
        ])
    func usersByName(body: String, expected: String) async throws {
        #expect(
            try await failure(.json(body)) { api throws(ToopherError) in _ = try await api.users.fetch(name: "jdoe") }
                == expected)
    }

    @Test(
        "A list within an object must be an array of objects",
        arguments: [
            ("[]", "the body is not a JSON object"), ("{}", "the field oath_otp_validators is missing or malformed"),
            (#"{"oath_otp_validators":{}}"#, "the field oath_otp_validators is missing or malformed"),
            (#"{"oath_otp_validators":[{}]}"#, "the field oath_otp_validators[0].id is missing or malformed"),
        ])
    func lists(body: String, expected: String) async throws {
        #expect(
            try await failure(.json(body)) { api throws(ToopherError) in
                _ = try await api.oathValidators.list(of: .name("jdoe"))
            } == "Unexpected response with HTTP status 200: " + expected)
    }

    @Test(
        "Malformed backup codes are refused",
        arguments: ["{}", #"{"otp_list":[]}"#, #"{"otp_list":[1]}"#, #"{"otp_list":"1"}"#])
    func backupCodes(body: String) async throws {
        #expect(
            try await failure(.json(body)) { api throws(ToopherError) in
                _ = try await api.users.activateNextBackupCodes(name: "jdoe")
            } == "Unexpected response with HTTP status 200: the field otp_list is missing or malformed")
    }

    @Test(
        "A reset link must be an http URL",
        arguments: ["{}", #"{"url":null}"#, #"{"url":"javascript:x"}"#, #"{"url":""}"#])
    func resetLink(body: String) async throws {
        #expect(
            try await failure(.json(body)) { api throws(ToopherError) in
                _ = try await api.generateResetLink(pairingID: "p")
            }
                == "Unexpected response with HTTP status 200: the field url is missing or malformed")
    }

    @Test("A token with another serial number is refused")
    func anotherSerial() async throws {
        #expect(
            try await failure(.json(Canned.validator)) { api throws(ToopherError) in
                _ = try await api.oathValidators.fetch(.requesterSpecifiedID("other"))
            } == "Unexpected response with HTTP status 200: it has another id than the requested one")
    }

    @Test("A body that is not a PNG image is refused")
    func notAnImage() async throws {
        let image: (ToopherAPI) async throws(ToopherError) -> Void = { api throws(ToopherError) in
            _ = try await api.fetchQRCodeImage(pairingID: "p")
        }
        var cut = Canned.png
        cut.removeLast()
        var wide = Canned.png
        wide[16] = 1
        let start = "Unexpected response with HTTP status 200: the body is "
        for body in [cut, wide, Array("GIF89a".utf8), Array(Canned.png.dropFirst())] {
            #expect(
                try await failure(ScriptedResponse(type: "image/png", body: body), image)
                    == start + "not a PNG image, and its content type is image/png")
        }
        #expect(try await failure(ScriptedResponse(type: nil), image) == start + "empty")
        #expect(try await failure(.refusal(404, status: 404), image) == "Error code 404: text 404 (HTTP status 404)")
        #expect(try await failure(.refusal(404, status: 200), image) == "Error code 404: text 404 (HTTP status 200)")
        #expect(
            try await failure(.json("{}"), image) == start + "not a PNG image, and its content type is application/json"
        )
    }

    @Test("Arguments that are not valid are not sent")
    func arguments() async throws {
        try await ScriptedService.run({ _, _ in .json("{}") }) { service, api in
            let token = CallShapeTests.token
            var digits = token
            digits.digits = 5
            var step = token
            step.timeStep = .milliseconds(999)
            let calls: [() async throws -> Void] = [
                { _ = try await api.pair(username: "u", phoneNumber: "") },
                { _ = try await api.pairWithQRCode(username: "") },
                { _ = try await api.upgradePairing(username: "u", label: "", secret: "s") },
                { _ = try await api.upgradePairing(username: "u", label: "l", secret: "") },
                { _ = try await api.fetchPairings(userID: "..") },
                { _ = try await api.generateResetLink(pairingID: "p", securityQuestion: "q") },
                { _ = try await api.generateResetLink(pairingID: "p", securityAnswer: "a") },
                { try await api.emailResetLink(pairingID: "p", to: "") },
                { _ = try await api.authenticate(pairingIDOrUsername: "", terminalName: "t") },
                { _ = try await api.grantWithOTP("", requestID: "r") },
                { _ = try await api.users.create(name: "", extras: []) },
                { _ = try await api.users.create(name: "n", extras: [.init("name", "m")]) },
                { _ = try await api.users.fetch(name: "") }, { try await api.users.reset(name: "") },
                { _ = try await api.userTerminals.create(username: "u", name: "n", requesterSpecifiedID: "") },
                { _ = try await api.raw.get("") }, { _ = try await api.raw.get("a//b") },
                { _ = try await api.raw.get("a/../b") }, { _ = try await api.raw.get("a/") },
                { _ = try await api.raw.post("a", [.init("oauth_token", "t")]) },
                { _ = try await api.oathValidators.provision([]) },
                { _ = try await api.oathValidators.provision(OATHToken(secret: .init([]))) },
                { _ = try await api.oathValidators.provision(digits) },
                { _ = try await api.oathValidators.provision([step]) },
                { try await api.oathValidators.resync(.id("v"), with: ["1"]) },
                { try await api.oathValidators.resync(.id("v"), with: ["1,2", "3"]) },
                { try await api.oathValidators.dissociate(.requesterSpecifiedID(""), from: .id("u")) },
                { try await api.oathValidators.dissociate(.id("v"), from: .name("")) },
            ]
            for (index, call) in calls.enumerated() {
                do {
                    try await call()
                    Issue.record("call \(index) was sent")
                } catch ToopherError.invalidArgument {}
            }
            #expect(service.requests.isEmpty)
        }
    }
}
