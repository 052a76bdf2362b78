#if Service

import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Standing answers") struct AutomationTests {
    static let initiate = "/v1/authentication_requests/initiate"
    static let terminal = [("terminal_name", "t"), ("terminal_name_extra", "cookie")]

    func initiate(
        _ harness: Harness, _ shop: TestRequester, _ more: [(String, String)] = [],
        _ terminal: [(String, String)] = terminal
    ) async throws -> JSON {
        try await harness.post(Self.initiate, [("user_name", "jdoe")] + terminal + more, as: shop).json
    }

    @Test(
        "An answer that is kept answers the same question, from the same terminal, until its end",
        arguments: [DeviceProtocol.Decision.approve, .deny])
    func kept(_ decision: DeviceProtocol.Decision) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let first = try await initiate(harness, shop)["id"].text
            let end = harness.clock.now + 1000
            #expect(try await phone.decide(decision, on: first) { $0.automatedUntil = end }.status == 200)
            let listed = try await phone.call(.get, "/v1/device/automations").json["automations"].array
            #expect(listed.count == 1 && listed[0]["decision"] == .text(decision.rawValue))
            #expect(listed[0]["terminal"]["name"] == .text("t") && listed[0]["expires"] == .integer(end))

            let next = try await initiate(harness, shop)
            #expect(next["automated"] == .flag(true) && next["pending"] == .flag(false))
            #expect(next["granted"] == .flag(decision == .approve))
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
            let byPairing = try await harness.post(
                Self.initiate, [("pairing_id", pairing)] + Self.terminal, as: shop
            ).json
            #expect(byPairing["automated"] == .flag(true))

            for (more, terminal) in [
                ([("action_name", "pay")], Self.terminal), ([("automation_allowed", "false")], Self.terminal),
                ([("challenge_required", "1")], Self.terminal), ([("shows_match_number", "1")], Self.terminal),
                ([], [("terminal_name", "t")]), ([], [("terminal_name", "t"), ("terminal_name_extra", "another")]),
            ] {
                let asked = try await initiate(harness, shop, more, terminal)
                #expect(asked["pending"] == .flag(true) && asked["automated"] == .flag(false), "\(more) \(terminal)")
            }
            harness.clock.advance(by: 1000)
            #expect(try await initiate(harness, shop)["pending"] == .flag(true))
            #expect(try await phone.call(.get, "/v1/device/automations").json["automations"] == .array([]))
        }
    }

    @Test("It ends with the pairing, and when the user says that somebody else has asked")
    func ends() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let first = try await initiate(harness, shop)["id"].text
            _ = try await phone.decide(.approve, on: first) { $0.automatedUntil = harness.clock.now + 1000 }
            let strange = try await initiate(harness, shop, [], [("terminal_name", "far away")])["id"].text
            #expect(try await phone.decide(.deny, on: strange) { $0.reason = .notMe }.status == 200)
            let status = try await harness.get("/v1/authentication_requests/\(strange)", as: shop).json
            #expect(status["reason_code"] == .integer(6) && status["granted"] == .flag(false))
            let asked = try await initiate(harness, shop)
            #expect(asked["pending"] == .flag(true))

            harness.clock.advance(by: 60)
            _ = try await phone.decide(.approve, on: asked["id"].text) { $0.automatedUntil = harness.clock.now + 1000 }
            #expect(try await initiate(harness, shop)["automated"] == .flag(true))
            try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute("UPDATE pairings SET state = 'deactivated' WHERE id = $1", [.text(pairing)])
            }
            let refused = try await harness.post(Self.initiate, [("user_name", "jdoe")] + Self.terminal, as: shop)
            #expect(refused.refusal == "409 707 Not allowed: This pairing has been deactivated.")
        }
    }

    @Test("Another phone's answers are not this one's")
    func otherPhone() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.service.setPolicy(of: shop.key) { $0.confirmsAdditionalPhones = false }
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let first = try await initiate(harness, shop)["id"].text
            _ = try await phone.decide(.approve, on: first) { $0.automatedUntil = harness.clock.now + 1000 }
            harness.clock.advance(by: 1)
            let (newer, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let asked = try await initiate(harness, shop)
            #expect(asked["pending"] == .flag(true) && asked["automated"] == .flag(false))
            #expect(try await newer.call(.get, "/v1/device/automations").json["automations"] == .array([]))
        }
    }

    /// Keeps an approval; returns its id.
    func keep(_ harness: Harness, _ shop: TestRequester, _ phone: Phone) async throws -> String {
        let asked = try await initiate(harness, shop)["id"].text
        let end = harness.clock.now + 1000
        #expect(try await phone.decide(.approve, on: asked) { $0.automatedUntil = end }.status == 200)
        return try await phone.call(.get, "/v1/device/automations").json["automations"].array[0]["id"].text
    }

    @Test("Its phone can end it, and no other phone can")
    func revoke() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let stranger = try await Phone.registered(with: harness)
            let id = try await keep(harness, shop, phone)
            let record = try #require(try await phone.revocation(.automation, id))
            #expect(try await stranger.end(record).refusal == "404 404 Not found")
            #expect(try await initiate(harness, shop)["automated"] == .flag(true))
            #expect(try await phone.end(record).status == 200)
            #expect(try await initiate(harness, shop)["pending"] == .flag(true))
            #expect(try await phone.end(record).refusal == "404 404 Not found")
            for wrong in ["{}", #"{"automation":"x","pairing":"x"}"#, "[]"] {
                #expect(try await phone.call(.post, "/v1/device/revocations", wrong).status == 400, "\(wrong)")
            }
        }
    }

    @Test("It does not outlive the terminal's id or the pairing")
    func terminal() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            _ = try await keep(harness, shop, phone)
            let known = try await initiate(harness, shop)
            #expect(known["automated"] == .flag(true))
            let path = "/v1/user_terminals/" + known["terminal"]["id"].text
            #expect(try await harness.post(path, [("name", "renamed")], as: shop).status == 200)
            #expect(try await initiate(harness, shop)["automated"] == .flag(true), "a name is no identity")
            #expect(try await harness.post(path, [("name_extra", "00000000")], as: shop).status == 200)
            let stranger = try await initiate(
                harness, shop, [], [("terminal_name", "t"), ("terminal_name_extra", "00000000")])
            #expect(stranger["pending"] == .flag(true))

            harness.clock.advance(by: 120)
            _ = try await keep(harness, shop, phone)
            #expect(
                try await harness.post("/v1/pairings/\(pairing)", [("deactivated", "True")], as: shop).status == 200)
            #expect(try await phone.call(.get, "/v1/device/automations").json["automations"] == .array([]))
        }
    }
}

#endif
