#if Service

import AuditLog
import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Another phone of a user") struct ConfirmationTests {
    /// A user with a phone, and another phone that has approved its own pairing.
    private struct World {
        let harness: Harness
        let shop: TestRequester
        let old: Phone
        let oldPairing: String
        let new: Phone
        let id: String

        init(_ harness: Harness) async throws {
            self.harness = harness
            shop = try await harness.requester()
            (old, oldPairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            // The later pairing is the one that is asked.
            harness.clock.advance(by: 1)
            new = try await Phone.registered(with: harness, name: "New phone")
            id = try await harness.pair(new, user: "jdoe", with: shop)
            let approved = try await new.decide(.approve, on: id, of: .pairing)
            #expect(approved.status == 200 && approved.json["confirmation_pending"] == .flag(true))
        }

        func state() async throws -> String {
            let pairing = try await harness.get("/v1/pairings/\(id)", as: shop).json
            return ["enabled", "pending", "deactivated", "confirmation_pending"].filter { pairing[$0] == .flag(true) }
                .joined(separator: " ")
        }
    }

    @Test("It counts once a phone that the user has already confirms it") func confirmed() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            #expect(try await world.state() == "pending confirmation_pending")
            #expect(try await world.new.call(.get, "/v1/device/pairings").json["pairings"].array.isEmpty)
            #expect(try await world.new.pending()["unconfirmed"] == .integer(1))
            let shown = try await world.old.pending()["confirmations"].array
            #expect(shown.count == 1 && shown[0]["id"].text == world.id)
            #expect(shown[0]["phone"]["name"].text == "New phone" && shown[0]["phone"]["id"].text == world.new.id)
            let words = try DeviceFingerprint.words(x963: world.new.key.publicKey.x963Representation)
            #expect(shown[0]["phone_words"].text == words)
            #expect(shown[0]["pairing"].text == world.oldPairing && shown[0]["challenge_required"] == .flag(false))
            #expect(try await world.old.decide(.approve, on: world.id, of: .confirmation).status == 200)
            #expect(try await world.state() == "enabled")
            #expect(try await world.new.call(.get, "/v1/device/pairings").json["pairings"].array.count == 1)
            #expect(try await world.new.pending()["unconfirmed"] == .integer(0))
            #expect(try await world.old.pending()["confirmations"].array.isEmpty)
            // The latest phone is asked.
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: world.shop)
            #expect(try await world.new.decide(.approve, on: request.json["id"].text).status == 200)
            let kinds = try await harness.service.core.store.database.query(
                "SELECT kind, device_id FROM decisions WHERE subject_id = $1 ORDER BY kind", [.text(world.id)])
            #expect(try kinds.map { try $0.text("kind") } == ["pairing", "pairing_confirmation"])
            #expect(try kinds.map { try $0.text("device_id") } == [world.new.id, world.old.id])
            let entries = try await harness.auditEntries().filter { entry in
                entry.type.hasPrefix("pairing") && entry.text("pairing") == world.id
            }
            #expect(entries.map(\.type) == ["pairing_created", "pairing_decided", "pairing_confirmed"])
            #expect(entries.compactMap { $0.text("outcome") } == ["approved", "enabled"])
            #expect(entries.last?.text("device") == world.old.id)
            #expect(entries.last?.text("confirmed_device") == world.new.id)
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("Refused, late or withdrawn it never counts", arguments: ["deny", "not me", "late", "deactivated"])
    func refused(_ end: String) async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let record = try #require(try await world.old.record(.approve, to: world.id, of: .confirmation))
            switch end {
            case "deny": #expect(try await world.old.decide(.deny, on: world.id, of: .confirmation).status == 200)
            case "not me":
                let denied = try await world.old.decide(.deny, on: world.id, of: .confirmation) { $0.reason = .notMe }
                #expect(denied.status == 200)
            case "late": harness.clock.advance(by: 600)
            default:
                let ended = try await harness.post(
                    "/v1/pairings/\(world.id)", [("deactivated", "true")], as: world.shop)
                #expect(ended.status == 200)
            }
            let late = try await world.old.send(record)
            #expect([404, 409].contains(late.status))
            #expect(try await world.state() == (end == "deactivated" ? "deactivated" : ""))
            #expect(try await world.new.call(.get, "/v1/device/pairings").json["pairings"].array.isEmpty)
            #expect(try await world.new.pending()["unconfirmed"] == .integer(0))
        }
    }

    @Test("Nobody else can confirm it") func strangers() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let record = try #require(try await world.old.record(.approve, to: world.id, of: .confirmation))
            // Itself, a phone of another user, one of another requester's user of the same name, and one that is not paired.
            let (neighbour, _) = try await harness.pairedPhone(user: "eve", with: world.shop)
            let other = try await harness.requester("Other Shop")
            let (namesake, _) = try await harness.pairedPhone(user: "jdoe", with: other)
            let unpaired = try await Phone.registered(with: harness)
            for phone in [world.new, neighbour, namesake, unpaired] {
                #expect(try await phone.pending()["confirmations"].array.isEmpty)
                var forged = record
                forged.device = phone.id
                #expect(try await phone.send(forged).refusal == "404 404 Not found")
            }
            // Nor can the new phone approve its pairing again.
            var again = record
            again.subject.kind = .pairing
            (again.subject.phone, again.subject.phoneWords, again.device) = (.none, "", world.new.id)
            #expect(try await world.new.send(again).status == 409)
            #expect(try await world.state() == "pending confirmation_pending")
        }
    }

    @Test("A confirmation is signed over exactly the phone that was shown") func signed() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let shown = try #require(try await world.old.record(.approve, to: world.id, of: .confirmation))
            let changes: [(inout DeviceProtocol.DecisionRecord) -> Void] = [
                { $0.subject.kind = .pairing }, { $0.subject.phone.id = "x" }, { $0.subject.phone.name = "Old phone" },
                { $0.subject.phoneWords = "acorn acorn acorn acorn" }, { $0.subject.user.name = "eve" },
                { $0.subject.requester.name = "x" }, { $0.subject.expires += 1 }, { $0.answer.decision = .deny },
                { $0.subject.isChallengeRequired = true },
            ]
            for change in changes {
                var signed = shown
                change(&signed)
                #expect(
                    try await world.old.send(shown, signing: signed).refusal
                        == "403 403 The signature is not over what is pending")
            }
            #expect(try await world.old.send(shown).status == 200)
            #expect(try await world.state() == "enabled")
        }
    }

    @Test("A phone that has been removed meanwhile, or whose user is disabled, confirms nothing")
    func removed() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let core = harness.service.core
            let pairing = try #require(try await core.store.pairing(id: world.id, toBeConfirmedBy: world.old.id))
            let record = try #require(try await world.old.record(.approve, to: world.id, of: .confirmation))
            let signature = try world.old.key.signature(for: record.bytesToSign())
            let decision = try #require(
                try SignedDecision(record, signature: signature, by: world.old.key.publicKey))
            let now = harness.clock.now
            func confirm() async throws -> Bool {
                try await core.store.database.write { transaction throws(DatabaseError) in
                    guard
                        case .success = try Store.record(
                            decision, onConfirmationOf: pairing, state: .enabled, now: now, transaction)
                    else { return false }
                    return true
                }
            }
            let userID = try await harness.userID("jdoe", of: world.shop)
            _ = try await harness.post(
                "/v1/users/\(userID)", [("disable_toopher_auth", "true")], as: world.shop)
            #expect(try await !confirm())
            _ = try await harness.post(
                "/v1/users/\(userID)", [("disable_toopher_auth", "false")], as: world.shop)
            _ = try await harness.post("/v1/pairings/\(world.oldPairing)", [("deactivated", "true")], as: world.shop)
            #expect(try await !confirm())
            #expect(try await world.state() == "pending confirmation_pending")
        }
    }

    @Test("Without another phone, for the same phone, or by the requester's policy no confirmation is asked for")
    func notNeeded() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, first) = try await harness.pairedPhone(user: "jdoe", with: shop)
            // The same phone again.
            let again = try await harness.pair(phone, user: "jdoe", with: shop)
            let approved = try await phone.decide(.approve, on: again, of: .pairing)
            #expect(approved.json["confirmation_pending"] == .null)
            for id in [first, again] {
                #expect(try await harness.post("/v1/pairings/\(id)", [("deactivated", "true")], as: shop).status == 200)
            }
            // Another phone, after the first was removed.
            let (other, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await other.call(.get, "/v1/device/pairings").json["pairings"].array.count == 1)
            _ = try await harness.service.setPolicy(of: shop.key) { $0.confirmsAdditionalPhones = false }
            let (third, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await third.call(.get, "/v1/device/pairings").json["pairings"].array.count == 1)
        }
    }

    @Test("A phone whose user is checked before each approval is checked before a confirmation") func check()
        async throws
    {
        try await Harness.run { harness in
            let world = try await World(harness)
            #expect(try await world.old.setCredential(isAlwaysRequired: true).status == 200)
            #expect(try await world.old.pending()["confirmations"].array[0]["challenge_required"] == .flag(true))
            #expect(
                try await world.old.decide(.approve, on: world.id, of: .confirmation).refusal
                    == "409 409 Approval needs the phone's own check")
            let checked = try await world.old.decide(.approve, on: world.id, of: .confirmation) {
                $0.isChallengeMet = true
            }
            #expect(checked.status == 200)
            #expect(try await world.state() == "enabled")
        }
    }

    @Test("A phone is not filled with other phones") func flood() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            func another() async throws -> ServiceResponse {
                let phone = try await Phone.registered(with: harness)
                let id = try await harness.pair(phone, user: "jdoe", with: world.shop)
                return try await phone.decide(.approve, on: id, of: .pairing)
            }
            for _ in 0..<2 { #expect(try await another().status == 200) }
            #expect(
                try await another().refusal
                    == "409 409 Other phones of this user wait to be confirmed: answer on the phone that is paired")
            #expect(try await world.old.pending()["confirmations"].array.count == 3)
            #expect(try await world.old.decide(.deny, on: world.id, of: .confirmation).status == 200)
            #expect(try await another().status == 200)
        }
    }

    @Test("However many other phones wait, the phone's own pairings are listed") func ownFirst() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            let own = try await harness.pair(world.old, user: "second account", with: world.shop)
            let (userID, now) = (try await harness.userID("jdoe", of: world.shop), harness.clock.now)
            try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                for number in 0..<60 {
                    try transaction.execute(
                        """
                        INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires)
                        SELECT $1, requester_id, id, $2, 'approved', $3, $4 FROM users WHERE id = $5
                        """,
                        [
                            .text("00000000-0000-4000-8000-0000000000\(number + 10)"), .text(world.new.id),
                            .integer(now + 1), .integer(now + 100), .text(userID),
                        ])
                }
            }
            let list = try await world.old.pending()
            #expect(list["pairings"].array.map { $0["id"].text } == [own])
            #expect(list["confirmations"].array.count == 49)
        }
    }

    @Test("Where the operator wants each approval checked, a confirmation is too") func policy() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            _ = try await harness.service.setPolicy(of: world.shop.key) { $0.alwaysChallenges = true }
            #expect(try await world.old.setCredential().status == 200)
            #expect(try await world.old.pending()["confirmations"].array[0]["challenge_required"] == .flag(true))
            #expect(
                try await world.old.decide(.approve, on: world.id, of: .confirmation).refusal
                    == "409 409 Approval needs the phone's own check")
            let checked = try await world.old.decide(.approve, on: world.id, of: .confirmation) {
                $0.isChallengeMet = true
            }
            #expect(checked.status == 200)
            #expect(try await world.state() == "enabled")
            let proof = try #require(try await harness.service.auditProof(of: world.id))
            #expect(proof.decision.entry.type == "pairing_confirmed")
            try proof.verify()
        }
    }

    @Test("Two phones that confirm and refuse at once: exactly one counts") func concurrent() async throws {
        try await Harness.run { harness in
            let world = try await World(harness)
            #expect(try await world.old.decide(.approve, on: world.id, of: .confirmation).status == 200)
            let third = try await Phone.registered(with: harness)
            let id = try await harness.pair(third, user: "jdoe", with: world.shop)
            #expect(try await third.decide(.approve, on: id, of: .pairing).status == 200)
            async let one = world.old.decide(.approve, on: id, of: .confirmation)
            async let other = world.new.decide(.deny, on: id, of: .confirmation)
            let statuses = try await [one.status, other.status]
            // A phone may also see that nothing is left to decide.
            #expect(statuses.count { $0 == 200 } == 1, "\(statuses)")
            let pairing = try await harness.get("/v1/pairings/\(id)", as: world.shop).json
            #expect(pairing["enabled"] == .flag(statuses[0] == 200) && pairing["pending"] == .flag(false))
        }
    }
}

#endif
