#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Authentication requests") struct AuthenticationRequestTests {
    static let initiate = "/v1/authentication_requests/initiate"

    @Test(
        "From request to decision, every field is as the protocol has it",
        arguments: [
            (DeviceProtocol.Decision.approve, true, "Approved on the phone", Int64(1)),
            (.deny, false, "Denied on the phone", 2),
        ])
    func decide(_ decision: DeviceProtocol.Decision, _ granted: Bool, _ reason: String, _ code: Int64) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let started = try await harness.post(
                Self.initiate,
                [
                    ("pairing_id", pairing), ("terminal_name", "my computer"), ("terminal_name_extra", "cookie-1"),
                    ("action_name", "pay 10 €"), ("automation_allowed", "False"), ("challenge_required", "1"),
                    ("terminalName", "leaked by Java"), ("whatever", "ignored"),
                ], as: shop)
            #expect(started.status == 200, "\(started.text)")
            #expect(
                started.json.names == [
                    "id", "pending", "granted", "automated", "reason", "reason_code", "terminal", "user", "action",
                    "pairing", "totp_valid",
                ])
            #expect(started.json["pending"] == .flag(true) && started.json["granted"] == .flag(false))
            #expect(started.json["automated"] == .flag(false))
            #expect(started.json["reason"] == .text("Waiting for the phone"))
            #expect(started.json["reason_code"] == .integer(0))
            #expect(started.json["pairing"]["id"].text == pairing)
            #expect(started.json["action"]["name"].text == "pay 10 €")
            let terminal = started.json["terminal"]
            #expect(terminal["name"].text == "my computer")
            #expect(terminal["requester_specified_id"].text == "cookie-1" && terminal["name_extra"].text == "cookie-1")
            #expect(terminal["user"] == started.json["user"])

            let shown = try await phone.pending()["authentication_requests"].array
            #expect(shown.count == 1)
            #expect(shown[0]["requester"]["name"].text == "Example Shop")
            #expect(shown[0]["challenge_required"] == .flag(true))
            let id = started.json["id"].text
            #expect(try await phone.setCredential().status == 200)
            #expect(try await phone.decide(decision, on: id) { $0.isChallengeMet = true }.status == 200)
            let after = try await harness.get("/v1/authentication_requests/\(id)", as: shop).json
            #expect(after["pending"] == .flag(false) && after["granted"] == .flag(granted))
            #expect(after["reason"].text == reason && after["reason_code"].integer == code)
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
        }
    }

    @Test("After its deadline a request is neither pending nor granted, and cannot be decided")
    func expire() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await harness.post(
                Self.initiate, [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
            ).json["id"].text
            let record = try #require(try await phone.record(.approve, to: id, of: .authenticationRequest))
            harness.clock.advance(by: 120)
            let late = try await phone.send(record)
            #expect(late.refusal == "409 409 The time to answer is over")
            let after = try await harness.get("/v1/authentication_requests/\(id)", as: shop).json
            #expect(after["pending"] == .flag(false) && after["granted"] == .flag(false))
            #expect(after["reason"].text == "Nobody answered in time")
        }
    }

    @Test("Refused authentication requests have the protocol's codes and texts")
    func refusals() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            func ask(_ parameters: [(String, String)]) async throws -> String {
                try await harness.post(Self.initiate, parameters, as: shop).refusal
            }
            let deactivated = "409 707 Not allowed: This pairing has been deactivated."
            #expect(try await ask([]) == "400 400 Missing parameter: pairing_id or user_name")
            #expect(
                try await ask([("pairing_id", ""), ("user_name", "")])
                    == "400 400 Missing parameter: pairing_id or user_name")
            #expect(
                try await ask([("user_name", "jdoe"), ("terminal_name", "t")]) == "409 705 No matching user exists.")
            #expect(try await ask([("pairing_id", "no-uuid"), ("terminal_name", "t")]) == deactivated)

            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            #expect(
                try await ask([("pairing_id", pairing), ("terminal_name", "t")])
                    == "409 601 Pairing has not been authorized to authenticate.")
            _ = try await phone.decide(.deny, on: pairing, of: .pairing)
            #expect(try await ask([("pairing_id", pairing), ("terminal_name", "t")]) == deactivated)
            #expect(try await ask([("user_name", "jdoe"), ("terminal_name", "t")]) == deactivated)

            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let unknownTerminal = "409 706 No matching terminal exists."
            #expect(try await ask([("user_name", "jdoe"), ("terminal_name_extra", "new")]) == unknownTerminal)
            for (name, value) in [("automation_allowed", "maybe"), ("challenge_required", "2")] {
                #expect(
                    try await ask([("user_name", "jdoe"), ("terminal_name", "t"), (name, value)])
                        == "400 400 Invalid parameter: \(name)")
            }
            try await harness.service.core.store.setUser(named: "jdoe", of: shop.id, isEnabled: false)
            #expect(
                try await ask([("user_name", "jdoe"), ("terminal_name", "t")])
                    == "409 704 The specified user has disabled Toopher authentication.")
        }
    }

    @Test("A terminal is identified by its own id, else by its name")
    func terminals() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            func terminal(_ parameters: [(String, String)]) async throws -> JSON {
                try await harness.post(Self.initiate, [("user_name", "jdoe")] + parameters, as: shop).json["terminal"]
            }
            let byName = try await terminal([("terminal_name", "laptop")])
            #expect(byName["requester_specified_id"] == .text(""))
            #expect(try await terminal([("terminal_name", "laptop")])["id"] == byName["id"])
            let byID = try await terminal([("terminal_name", "laptop"), ("requester_specified_terminal_id", "c1")])
            #expect(byID["id"] != byName["id"])
            let nameless = try await terminal([("terminal_name", ""), ("terminal_name_extra", "c1")])
            #expect(nameless["id"] == byID["id"] && nameless["name"].text == "laptop")
        }
    }

    @Test("The action is Log In unless the requester names one, and has one id for each name")
    func actions() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request: [(String, String)] = [("user_name", "jdoe"), ("terminal_name", "t")]
            let first = try await harness.post(Self.initiate, request, as: shop).json["action"]
            let second = try await harness.post(Self.initiate, request + [("action_name", "Log In")], as: shop)
            #expect(first["name"].text == "Log In" && first == second.json["action"])
        }
    }

    @Test("Of two concurrent decisions exactly one is recorded")
    func race() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            // Each time another user: who denies several times in a row is not asked again at once.
            for round in 0..<10 {
                let user = "jdoe\(round)"
                let (phone, _) = try await harness.pairedPhone(user: user, with: shop)
                let id = try await harness.post(
                    Self.initiate, [("user_name", user), ("terminal_name", "t")], as: shop
                ).json["id"].text
                let approve = try #require(try await phone.record(.approve, to: id, of: .authenticationRequest))
                var deny = approve
                deny.answer.decision = .deny
                async let first = phone.send(approve)
                async let second = phone.send(deny)
                let (yes, no) = try await (first, second)
                #expect([yes.status, no.status].sorted() == [200, 409])
                #expect((yes.status == 200 ? no : yes).refusal == "409 409 This has been answered already")
                let after = try await harness.get("/v1/authentication_requests/\(id)", as: shop).json
                #expect(after["granted"] == .flag(yes.status == 200))
            }
        }
    }
}

#endif
