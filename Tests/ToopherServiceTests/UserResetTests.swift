#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The reset of a user") struct UserResetTests {
    private static let initiate = "/v1/authentication_requests/initiate"

    /// Where something of a user's second factor may be left, and how much of it there is.
    private static let places: [(what: String, query: String)] = [
        ("pairings", "SELECT count(*) AS n FROM pairings WHERE user_id = $1 AND state <> 'deactivated'"),
        ("requests", "SELECT count(*) AS n FROM authentication_requests WHERE user_id = $1 AND state = 'pending'"),
        ("standing answers", "SELECT count(*) AS n FROM automations WHERE user_id = $1"),
        ("known terminals", "SELECT count(*) AS n FROM terminals WHERE user_id = $1 AND was_approved = 1"),
        ("hard tokens", "SELECT count(*) AS n FROM oath_token_users WHERE user_id = $1"),
        ("lists of backup codes", "SELECT count(*) AS n FROM backup_code_lists WHERE user_id = $1"),
        ("backup codes", "SELECT count(*) AS n FROM backup_codes WHERE user_id = $1"),
        ("guesses", "SELECT count(*) AS n FROM otp_guesses WHERE subject_id = $1"),
        ("secrets of passwords", ofPairings("pairing_otp_secrets")), ("invitations", ofPairings("pairing_invitations")),
        ("reset links", ofPairings("reset_links")),
        (
            "prompts",
            """
            SELECT count(*) AS n FROM users
            WHERE id = $1 AND (unanswered_prompts > 0 OR wrong_numbers > 0 OR quiet_until > 0)
            """
        ),
    ]

    private static func ofPairings(_ table: String) -> String {
        "SELECT count(*) AS n FROM \(table) WHERE pairing_id IN (SELECT id FROM pairings WHERE user_id = $1)"
    }

    /// Returns what is left of a user, without what is not.
    private func left(of userID: String, _ harness: Harness) async throws -> [String: Int64] {
        var found: [String: Int64] = [:]
        for (what, query) in Self.places {
            let count = try await harness.service.core.store.database.query(query, [.text(userID)])[0].integer("n")
            if count > 0 { found[what] = count }
        }
        return found
    }

    private func reset(
        _ user: String, _ harness: Harness, _ shop: TestRequester
    ) async throws -> ServiceResponse {
        try await harness.post("/v1/users/reset", [("user_name", user)], as: shop)
    }

    private func ask(
        _ user: String, _ harness: Harness, _ shop: TestRequester, _ more: [(String, String)] = []
    ) async throws -> ServiceResponse {
        try await harness.post(
            Self.initiate, [("user_name", user), ("terminal_name", "t"), ("terminal_name_extra", "c")] + more, as: shop)
    }

    /// Gives a user all that a second factor has.
    private func equip(
        _ user: String, _ harness: Harness, _ shop: TestRequester
    ) async throws -> (phone: Phone, pairing: String, code: String) {
        let (phone, pairing) = try await harness.pairedPhone(user: user, with: shop)
        let kept = try await ask(user, harness, shop).json["id"].text
        let end = harness.clock.now + 10_000
        #expect(try await phone.decide(.approve, on: kept) { $0.automatedUntil = end }.status == 200)
        _ = try await phone.tokens()
        for parameters in [[("action_name", "Pay")], [("action_name", "Sell")]] {
            let denied = try await ask(user, harness, shop, parameters).json["id"].text
            #expect(try await phone.decide(.deny, on: denied).status == 200)
        }
        let codes = try await harness.backupCodes(user: user, of: shop).codes
        let token = try await harness.post(
            "/v1/users/oath_otp_validators/associate",
            [
                ("user_name", user), ("secret", TestToken().hexadecimal), ("otp_digits", "6"),
                ("requester_specified_id", "serial"),
            ], as: shop)
        #expect(token.status == 200, "\(token.text)")
        #expect(try await harness.post("/v1/pairings/\(pairing)/generate_reset_link", [], as: shop).status == 200)
        #expect(try await harness.post("/v1/pairings/create/qr", [("user_name", user)], as: shop).status == 200)
        _ = try await harness.pair(phone, user: user, with: shop)
        #expect(try await harness.verify("000000", userID: harness.userID(user, of: shop)) == .invalid)
        #expect(try await ask(user, harness, shop, [("action_name", "Buy")]).json["pending"] == .flag(true))
        return (phone, pairing, codes[0])
    }

    @Test("Nothing of the second factor is left, and nobody else is concerned")
    func everything() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, pairing, code) = try await equip("jdoe", harness, shop)
            _ = try await equip("sibling", harness, shop)
            let namesake = try await equip("jdoe", harness, other)
            let ids = (
                user: try await harness.userID("jdoe", of: shop),
                sibling: try await harness.userID("sibling", of: shop),
                namesake: try await harness.userID("jdoe", of: other)
            )
            #expect(try await Set(left(of: ids.user, harness).keys) == Set(Self.places.map(\.what)))
            let before = [try await left(of: ids.sibling, harness), try await left(of: ids.namesake, harness)]
            let decisions = try await harness.service.core.store.count("decisions")
            for _ in 0..<2 {
                let response = try await reset("jdoe", harness, shop)
                #expect(response.status == 200 && response.text == "{}")
                #expect(try await left(of: ids.user, harness).isEmpty)
            }
            let after = [try await left(of: ids.sibling, harness), try await left(of: ids.namesake, harness)]
            #expect(after == before)
            #expect(try await harness.service.core.store.count("decisions") == decisions, "what was signed is kept")

            let deactivated = "409 707 Not allowed: This pairing has been deactivated."
            #expect(try await ask("jdoe", harness, shop).refusal == deactivated)
            #expect(
                try await harness.post(Self.initiate, [("pairing_id", pairing)], as: shop).refusal == deactivated)
            #expect(try await harness.verify(code, userID: ids.user) == .invalid)
            for list in ["pairings", "automations", "otp"] {
                let member = list == "otp" ? "pairings" : list
                #expect(try await phone.call(.get, "/v1/device/" + list).json[member].array.isEmpty, "\(list)")
            }
            // The namesake's phone goes on, and its codes are good.
            #expect(try await ask("jdoe", harness, other).json["automated"] == .flag(true))
            #expect(try await harness.verify(namesake.code, userID: ids.namesake) == .valid)
        }
    }

    @Test("A hard token is only dissociated: it stays another user's, and accepts no password again")
    func tokens() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let associate = "/v1/users/oath_otp_validators/associate"
            for user in ["jdoe", "other"] {
                _ = try await harness.post("/v1/users/create", [("name", user)], as: shop)
            }
            let token = TestToken()
            let made = try await harness.provision(
                token, id: "serial", [("otp_type", "hotp"), ("otp_digits", "6")], as: shop)
            #expect(made.status == 200, "\(made.text)")
            for user in ["jdoe", "other"] {
                let shared = try await harness.post(
                    associate, [("user_name", user), ("requester_specified_id", "serial")], as: shop)
                #expect(shared.status == 200, "\(shared.text)")
            }
            let (user, other) = (
                try await harness.userID("jdoe", of: shop), try await harness.userID("other", of: shop)
            )
            #expect(try await harness.verify(token.password(0), userID: user) == .valid)
            // A request that only the token can decide ends too.
            let waiting = try await ask("jdoe", harness, shop).json["id"].text
            #expect(try await reset("jdoe", harness, shop).status == 200)
            let ended = try await harness.get("/v1/authentication_requests/" + waiting, as: shop).json
            #expect(ended["pending"] == .flag(false) && ended["granted"] == .flag(false))
            #expect(try await harness.verify(token.password(1), userID: user) == .invalid)
            #expect(try await harness.verify(token.password(1), userID: other) == .valid)
            let again = try await harness.post(
                associate, [("user_name", "jdoe"), ("requester_specified_id", "serial")], as: shop)
            #expect(again.status == 200)
            for counter in [Int64(0), 1] {
                #expect(try await harness.verify(token.password(counter), userID: user) == .invalid)
            }
            #expect(try await harness.verify(token.password(2), userID: user) == .valid)
        }
    }

    @Test("Links and phones that were to pair, and a link for a lost phone, are worth nothing afterwards")
    func links() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let invited = try await harness.post("/v1/pairings/create/qr", [("user_name", "jdoe")], as: shop).json["id"]
                .text
            let token = try harness.service.core.store.sealer.links.invitationToken(pairingID: invited)
            let url = try await harness.post("/v1/pairings/\(pairing)/generate_reset_link", [], as: shop).json["url"]
                .text
            let path = String(url.dropFirst(Harness.base.count))
            #expect(try await harness.send(.get, path).text.contains("Remove a lost phone"))
            #expect(try await reset("jdoe", harness, shop).status == 200)
            #expect(try await phone.take("/pair/" + token).status == 404)
            #expect(try await harness.send(.get, path).text.contains("This link cannot be used"))
            let picture = try await harness.get("/v1/qr/pairings/" + invited, as: shop)
            #expect(picture.status == 409)
        }
    }

    @Test("The user begins anew: the next phone is asked at once, from a terminal that is not known")
    func anew() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _, _) = try await equip("jdoe", harness, shop)
            // One that nobody has answered counts only when the next one comes, which is after the reset.
            harness.clock.advance(by: 200)
            #expect(try await ask("jdoe", harness, shop, [("action_name", "Sell")]).status == 200)
            harness.clock.advance(by: 200)
            #expect(try await reset("jdoe", harness, shop).status == 200)
            let again = try await harness.pair(phone, user: "jdoe", with: shop)
            #expect(try await phone.decide(.approve, on: again, of: .pairing).status == 200)
            let asked = try await ask("jdoe", harness, shop)
            #expect(asked.json["pending"] == .flag(true) && asked.json["automated"] == .flag(false))
            let shown = try await phone.pending()["authentication_requests"].array
            #expect(shown.map { $0["id"] } == [asked.json["id"]])
            #expect(shown.map { $0["first_from_terminal"] } == [.flag(true)])
        }
    }

    @Test("A decision at the moment of the reset counts before it or not at all, and leaves nothing behind")
    func race() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for round in 0..<12 {
                let name = "user \(round)"
                let (phone, _) = try await harness.pairedPhone(user: name, with: shop)
                let id = try await ask(name, harness, shop).json["id"].text
                var record = try #require(try await phone.record(.approve, to: id))
                record.answer.automatedUntil = harness.clock.now + 10_000
                let signed = record
                async let decision = phone.send(signed)
                async let resetting = reset(name, harness, shop)
                let (decided, done) = try await (decision, resetting)
                #expect(done.status == 200 && [200, 409].contains(decided.status))
                let request = try await harness.get("/v1/authentication_requests/" + id, as: shop).json
                #expect(request["granted"] == .flag(decided.status == 200) && request["pending"] == .flag(false))
                #expect(request["reason_code"] == .integer(decided.status == 200 ? 1 : 7))
                #expect(try await left(of: harness.userID(name, of: shop), harness).isEmpty)
                #expect(try await ask(name, harness, shop).status == 409)
            }
        }
    }

    @Test("A pairing that is approved at the moment of the reset is not enabled after it")
    func pairingRace() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for round in 0..<8 {
                let name = "user \(round)"
                let phone = try await Phone.registered(with: harness)
                let id = try await harness.pair(phone, user: name, with: shop)
                let record = try #require(try await phone.record(.approve, to: id, of: .pairing))
                async let decision = phone.send(record)
                async let resetting = reset(name, harness, shop)
                let (decided, done) = try await (decision, resetting)
                #expect(done.status == 200 && [200, 409].contains(decided.status))
                let pairing = try await harness.get("/v1/pairings/" + id, as: shop).json
                #expect(pairing["enabled"] == .flag(false) && pairing["deactivated"] == .flag(true))
            }
        }
    }

    @Test("Who waits for the request is woken up, and the endpoint is told of all that has ended")
    func effects() async throws {
        try await WebhookWorld.run { world in
            let request = try await world.ask()
            async let waiting = world.harness.get("/v1/authentication_requests/\(request)?wait=20", as: world.shop)
            while world.harness.service.core.changes.waiterCount == 0 { await Task.yield() }
            #expect(try await reset("jdoe", world.harness, world.shop).status == 200)
            #expect(try await waiting.json["reason_code"] == .integer(7))
            let told = try await world.bodies().map { "\($0["type"].text) \($0["data"]["id"].text)" }
            #expect(
                Set(told) == [
                    "pairing.deactivated \(world.pairing)", "authentication_request.withdrawn \(request)",
                ])
            #expect(told.count == 2)
        }
    }

    @Test("Whether the user takes part is left as it is, and nobody resets another requester's user")
    func refused() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (_, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await reset("jdoe", harness, other).refusal == "409 705 No matching user exists.")
            #expect(try await harness.get("/v1/pairings/" + pairing, as: shop).json["enabled"] == .flag(true))
            try await harness.service.core.store.setUser(named: "jdoe", of: shop.id, isEnabled: false)
            #expect(try await reset("jdoe", harness, shop).status == 200)
            let user = try await harness.get("/v1/users?name=jdoe", as: shop).json.array[0]
            #expect(user["toopher_authentication_enabled"] == .flag(false))
        }
    }
}

#endif
