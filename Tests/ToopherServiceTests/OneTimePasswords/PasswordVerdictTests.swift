#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Requests that a one-time password decides") struct PasswordVerdictTests {
    static let initiate = "/v1/authentication_requests/initiate"

    /// Runs a test with a paired user, and what the phone shows passwords with.
    private func withPhone(
        _ body: @Sendable (Harness, TestRequester, Phone, _ pairing: String, TestToken) async throws -> Void
    ) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try #require(try await phone.tokens()["jdoe"])
            try await body(harness, shop, phone, pairing, token)
        }
    }

    private func expect(_ request: JSON, granted: Bool, _ code: Int64) {
        #expect(request["pending"] == .flag(false) && request["granted"] == .flag(granted))
        #expect(request["totp_valid"] == .flag(granted) && request["reason_code"] == .integer(code))
    }

    @Test("With a password the verdict comes at once, and no phone is asked", arguments: [true, false])
    func initiate(_ isRight: Bool) async throws {
        try await withPhone { harness, shop, phone, pairing, token in
            let password = try token.password(at: harness.clock.now)
            let typed = isRight ? password : TestToken.wrong(password)
            let parameters = [("otp", typed), ("terminal_name_extra", "")]
            let request = try await harness.post(Self.initiate, [("user_name", "jdoe")] + parameters, as: shop)
            #expect(request.status == 200, "\(request.text)")
            expect(request.json, granted: isRight, isRight ? 9 : 10)
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
            let id = request.json["id"].text
            expect(
                try await harness.get("/v1/authentication_requests/\(id)", as: shop).json, granted: isRight,
                isRight ? 9 : 10)
            // Seen once, it is worth nothing, whoever is named.
            let again = try await harness.post(Self.initiate, [("pairing_id", pairing), ("otp", typed)], as: shop)
            expect(again.json, granted: false, 10)
        }
    }

    @Test(
        "A password decides a request that waits for the phone, whose answer then comes too late",
        arguments: [true, false])
    func pending(_ isRight: Bool) async throws {
        try await withPhone { harness, shop, phone, _, token in
            let other = try await harness.requester("Other")
            let asked = try await harness.post(
                Self.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            let id = asked.json["id"].text
            let record = try #require(try await phone.record(.approve, to: id))
            let path = "/v1/authentication_requests/\(id)/otp_auth"
            let password = try token.password(at: harness.clock.now)
            let typed = [("otp", isRight ? password : TestToken.wrong(password))]
            #expect(try await harness.post(path, typed, as: other).refusal == "404 404 Not found")
            #expect(try await harness.post(path, [], as: shop).refusal == "400 400 Missing parameter: otp")
            expect(try await harness.post(path, typed, as: shop).json, granted: isRight, isRight ? 9 : 10)
            #expect(try await phone.send(record).refusal == "409 409 This has been answered already")
            expect(
                try await harness.get("/v1/authentication_requests/\(id)", as: shop).json, granted: isRight,
                isRight ? 9 : 10)
        }
    }

    @Test("A password in the path, as early clients send it, is judged alike and not logged", arguments: [true, false])
    func inPath(_ isRight: Bool) async throws {
        let recorder = LogRecorder()
        try await Harness.run(logger: recorder.logger()) { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try #require(try await phone.tokens()["jdoe"])
            let asked = try await harness.post(
                Self.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            let password = try token.password(at: harness.clock.now)
            let typed = isRight ? password : TestToken.wrong(password)
            let path = "/v1/authentication_requests/\(asked.json["id"].text)/otp_auth/\(typed)"
            #expect(try await harness.get(path, as: other).refusal == "404 404 Not found")
            #expect(try await harness.send(.get, path).status == 401)
            expect(try await harness.get(path, as: shop).json, granted: isRight, isRight ? 9 : 10)
            #expect(!recorder.text.contains(typed))
        }
    }

    @Test("After its end a request takes no password, and none is used up")
    func late() async throws {
        try await withPhone { harness, shop, phone, _, token in
            for isDenied in [true, false] {
                let asked = try await harness.post(
                    Self.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
                let id = asked.json["id"].text
                if isDenied { _ = try await phone.decide(.deny, on: id) } else { harness.clock.advance(by: 120) }
                let password = try token.password(at: harness.clock.now)
                let late = try await harness.post(
                    "/v1/authentication_requests/\(id)/otp_auth", [("otp", password)], as: shop)
                expect(late.json, granted: false, isDenied ? 2 : 3)
                let used = try await harness.post(
                    Self.initiate, [("user_name", "jdoe"), ("otp", password)], as: shop)
                expect(used.json, granted: true, 9)
                harness.clock.advance(by: 60)
            }
        }
    }

    @Test("No password helps a user who is disabled, or the wrong user")
    func otherUsers() async throws {
        try await withPhone { harness, shop, _, _, token in
            _ = try await harness.pairedPhone(user: "eve", with: shop)
            let password = try token.password(at: harness.clock.now)
            let eve = try await harness.post(Self.initiate, [("user_name", "eve"), ("otp", password)], as: shop)
            expect(eve.json, granted: false, 10)
            let asked = try await harness.post(
                Self.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            try await harness.service.core.store.setUser(named: "jdoe", of: shop.id, isEnabled: false)
            let disabled = "409 704 The specified user has disabled Toopher authentication."
            let path = "/v1/authentication_requests/\(asked.json["id"].text)/otp_auth"
            #expect(try await harness.post(path, [("otp", password)], as: shop).refusal == disabled)
            #expect(
                try await harness.post(Self.initiate, [("user_name", "jdoe"), ("otp", password)], as: shop).refusal
                    == disabled)
        }
    }

    @Test("A user without a phone is asked for the password of a hard token; codes on paper are no reason not to pair")
    func withoutPhone() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let deactivated = "409 707 Not allowed: This pairing has been deactivated."
            let (_, codes) = try await harness.backupCodes(user: "paper", of: shop)
            let paper = [("user_name", "paper")]
            #expect(try await harness.post(Self.initiate, paper, as: shop).refusal == deactivated)
            let code = try #require(codes.first)
            let used = try await harness.post(Self.initiate, paper + [("otp", code)], as: shop)
            expect(used.json, granted: true, 9)
            expect(
                try await harness.post(Self.initiate, paper + [("otp", code)], as: shop).json, granted: false, 10)

            let token = TestToken()
            let made = try await harness.post(
                "/v1/users/oath_otp_validators/associate",
                [("user_name", "paper"), ("secret", token.hexadecimal), ("otp_digits", "6")], as: shop)
            #expect(made.status == 200, "\(made.text)")
            let asked = try await harness.post(Self.initiate, paper, as: shop)
            #expect(asked.json["pending"] == .flag(true) && asked.json["reason_code"] == .integer(708))
            #expect(!asked.json.names.contains("pairing"))
            let decided = try await harness.post(
                "/v1/authentication_requests/\(asked.json["id"].text)/otp_auth",
                [("otp", try token.password(at: harness.clock.now))], as: shop)
            expect(decided.json, granted: true, 9)
        }
    }
}

#endif
