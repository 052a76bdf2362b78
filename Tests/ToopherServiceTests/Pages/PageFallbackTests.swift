#if Service

import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("What the page of a log-in offers in place of the phone")
struct PageFallbackTests {
    private static let address = "jdoe@example.com"

    private func open(
        _ harness: Harness, _ shop: TestRequester, user: String = "jdoe", address: String = address
    ) async throws -> String {
        let page = try await harness.page(
            [
                ("username", user), ("session_token", "s"), ("reset_email", address),
                ("expires", String(harness.clock.now + 300)),
            ], as: shop)
        return try PageTests().token(of: page)
    }

    private func call(
        _ harness: Harness, _ token: String, _ path: String, _ fields: [(String, String)] = []
    ) async throws -> ServiceResponse {
        try await harness.send(
            .post, "/v1/web/\(path)",
            headers: [.authorization: "Bearer \(token)", .contentType: "application/x-www-form-urlencoded"],
            body: Array(FormEncoding.encode(fields.map { Parameter($0.0, $0.1) }).utf8))
    }

    @Test("A one-time password approves the log-in of its page, once; a wrong one ends nothing")
    func password() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let password = try #require(try await phone.tokens()["jdoe"]).password(at: harness.clock.now)
            let token = try await open(harness, shop)
            #expect(try await call(harness, token, "otp", [("otp", password)]).refusal == "404 404 Not found")
            let pending = try await call(harness, token, "result").json
            #expect(pending["has_phone"] == .flag(true) && pending["status"] == .text("pending"))
            for wrong in [TestToken.wrong(password), "x", " ", "ABCDE-FGHJK"] {
                #expect(try await call(harness, token, "otp", [("otp", wrong)]).text == #"{"status":"invalid"}"#)
            }
            #expect(try await call(harness, token, "otp").status == 400)
            #expect(try await call(harness, token, "result").json["status"] == .text("pending"))
            harness.clock.advance(by: 60)
            let later = try #require(try await phone.tokens()["jdoe"]).password(at: harness.clock.now)
            #expect(try await call(harness, token + "x", "otp", [("otp", later)]).status == 404)
            #expect(try await call(harness, token, "otp", [("otp", later)]).text == #"{"status":"valid"}"#)
            let payload = try await call(harness, token, "result").json["payload"]
            #expect(payload["granted"] == .text("true") && payload["reason_code"] == .text("9"))
            #expect(payload["toopher_sig"].text == (try PageTests().signature(of: payload, secret: shop.secret)))
            #expect(try await call(harness, token, "otp", [("otp", later)]).status == 409)
            // Neither does it serve another page.
            let other = try await open(harness, shop)
            _ = try await call(harness, other, "result")
            #expect(try await call(harness, other, "otp", [("otp", later)]).text == #"{"status":"invalid"}"#)
        }
    }

    @Test("Guesses are locked after some, and the phone may still decide")
    func locked() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try await open(harness, shop)
            let number = try await call(harness, token, "result").json["match_number"].text
            var statuses: [Int] = []
            for guess in 0..<12 {
                statuses.append(try await call(harness, token, "otp", [("otp", "\(100_000 + guess)")]).status)
            }
            #expect(statuses.first == 200 && statuses.last == 429)
            let password = try #require(try await phone.tokens()["jdoe"]).password(at: harness.clock.now)
            let locked = try await call(harness, token, "otp", [("otp", password)])
            #expect(locked.status == 429 && Int(locked.headers[.retryAfter] ?? "") ?? 0 > 0)
            let id = try #require(try await phone.pending()["authentication_requests"].array.first)["id"].text
            #expect(try await phone.decide(.approve, on: id) { $0.number = number }.status == 200)
            #expect(try await call(harness, token, "result").json["payload"]["granted"] == .text("true"))
        }
    }

    @Test("A user who has only a hard token is not said to have a phone, and gets in with the token")
    func token() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let hardToken = TestToken(digits: 8)
            #expect(try await harness.post("/v1/users/create", [("name", "jane")], as: shop).status == 200)
            let associated = try await harness.post(
                "/v1/users/oath_otp_validators/associate",
                [("user_name", "jane"), ("secret", hardToken.hexadecimal)], as: shop)
            #expect(associated.status == 200, "\(associated.text)")
            let page = try await open(harness, shop, user: "jane")
            let pending = try await call(harness, page, "result").json
            #expect(pending["has_phone"] == .flag(false) && pending["reason_code"] == .integer(708))
            #expect(try await call(harness, page, "lost").status == 404)
            let password = try hardToken.password(at: harness.clock.now)
            #expect(try await call(harness, page, "otp", [("otp", password)]).text == #"{"status":"valid"}"#)
            #expect(try await call(harness, page, "result").json["payload"]["granted"] == .text("true"))
        }
    }

    @Test("The mail for a lost phone goes to the requester's address, once there is a request, and within the limits")
    func lost() async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        try await Harness.run(configure: { $0.mailCommand = hook.command }) { harness in
            let shop = try await harness.requester()
            let (_, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try await open(harness, shop)
            #expect(try await call(harness, token, "lost").status == 404)
            _ = try await call(harness, token, "result")
            #expect(try await call(harness, token, "lost", [("reset_email", "thief@example.com")]).text == "{}")
            await harness.service.core.hooks.finish()
            #expect(hook.messages.map { $0["to"] } == [.text(Self.address)])
            #expect(hook.messages.first?["link"].text.contains("/v1/pairings/\(pairing)/reset?") == true)
            let without = try await open(harness, shop, address: "None")
            _ = try await call(harness, without, "result")
            #expect(try await call(harness, without, "lost").status == 409)
        }
    }
}

#endif
