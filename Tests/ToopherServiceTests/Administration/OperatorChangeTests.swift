#if Service

import AuditLog
import CryptoCore
import Database
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("What operators list and change") struct OperatorChangeTests {
    private func refusal(_ body: () async throws -> Void) async -> AdministrationRefusal? {
        do {
            try await body()
            return nil
        } catch ServiceError.refused(let refusal) {
            return refusal
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    private func state(_ id: String, _ harness: Harness) async throws -> PairingSummary.State? {
        var filter = AdministrationFilter()
        filter.includesEnded = true
        return try await harness.service.pairings(filter).first { $0.id == id }?.state
    }

    @Test("A user is disabled and enabled by id or name, and what is pending is withdrawn") func users() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let ask = [("user_name", "jdoe"), ("terminal_name", "t")]
            let asked = try await harness.post("/v1/authentication_requests/initiate", ask, as: shop)
            let listed = try await harness.service.users(AdministrationFilter())
            #expect(listed.map(\.name) == ["jdoe"] && listed[0].isEnabled && listed[0].pairings == 1)
            #expect(listed[0].requesterID == shop.id && listed[0].requesterName == "Example Shop")
            try await harness.service.setEnabled(false, user: "jdoe")
            #expect(try await harness.service.users(AdministrationFilter()).map(\.isEnabled) == [false])
            #expect(try await phone.pending()["authentication_requests"].array.isEmpty)
            #expect(try await phone.decide(.approve, on: asked.json["id"].text).status != 200)
            let refused = try await harness.post("/v1/authentication_requests/initiate", ask, as: shop)
            #expect(refused.json["error_code"] == .integer(704))
            try await harness.service.setEnabled(true, user: listed[0].id)
            #expect(try await harness.post("/v1/authentication_requests/initiate", ask, as: shop).status == 200)
            let entries = try await harness.auditEntries().filter { $0.type == "user_state_changed" }
            #expect(entries.map { $0.text("by") } == ["operator", "operator"])
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("A name that users of several requesters have is not enough") func severalUsers() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            _ = try await harness.pairedPhone(user: "jdoe", with: other)
            #expect(await refusal { try await harness.service.reset(user: "jdoe") } == .severalUsers)
            #expect(await refusal { try await harness.service.reset(user: "nobody") } == .notFound(.user))
            #expect(await refusal { try await harness.service.reset(user: "jdoe", of: "x") } == .notFound(.user))
            try await harness.service.reset(user: "jdoe", of: other.key)
            let users = try await harness.service.users(AdministrationFilter())
            #expect(users.filter { $0.pairings == 1 }.map(\.requesterID) == [shop.id])
            var filter = AdministrationFilter()
            filter.requester = other.key
            #expect(try await harness.service.users(filter).map(\.requesterID) == [other.id])
            #expect(try await harness.service.pairings(filter).isEmpty)
            filter.includesEnded = true
            #expect(try await harness.service.pairings(filter).map(\.state) == [.deactivated])
            let resets = try await harness.auditEntries().filter { $0.type == "user_reset" }
            #expect(resets.map { $0.text("by") } == ["operator"])
        }
    }

    @Test("A pairing that waits for a lost phone is confirmed once, and only such a one") func confirmation()
        async throws
    {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, first) = try await harness.pairedPhone(user: "jdoe", with: shop)
            harness.clock.advance(by: 1)
            let new = try await Phone.registered(with: harness, name: "New phone")
            let id = try await harness.pair(new, user: "jdoe", with: shop)
            let service = harness.service
            #expect(try await state(id, harness) == .pending)
            #expect(await refusal { try await service.confirmPairing(id) } == .needsNoConfirmation)
            #expect(try await new.decide(.approve, on: id, of: .pairing).status == 200)
            #expect(try await state(id, harness) == .unconfirmed)
            let listed = try await service.pairings(AdministrationFilter()).first { $0.id == id }
            #expect(listed?.deviceName == "New phone" && listed?.userName == "jdoe")
            #expect(listed?.deviceWords == (try DeviceFingerprint.words(x963: new.key.publicKey.x963Representation)))
            // Who takes no part gets no phone either.
            try await service.setEnabled(false, user: "jdoe")
            #expect(await refusal { try await service.confirmPairing(id) } == .userIsDisabled)
            try await service.setEnabled(true, user: "jdoe")
            try await service.confirmPairing(id)
            #expect(try await state(id, harness) == .enabled)
            #expect(await refusal { try await service.confirmPairing(id) } == .needsNoConfirmation)
            #expect(await refusal { try await service.confirmPairing(first) } == .needsNoConfirmation)
            #expect(await refusal { try await service.confirmPairing("x") } == .notFound(.pairing))
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            #expect(try await new.decide(.approve, on: request.json["id"].text).status == 200)
            let entries = try await harness.auditEntries().filter { $0.type == "pairing_confirmed_by_operator" }
            #expect(entries.count == 1 && entries[0].text("device") == new.id && entries[0].text("pairing") == id)
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("A confirmation comes too late as one of a phone does") func lateConfirmation() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let new = try await Phone.registered(with: harness)
            let id = try await harness.pair(new, user: "jdoe", with: shop)
            #expect(try await new.decide(.approve, on: id, of: .pairing).status == 200)
            harness.clock.advance(by: 600)
            #expect(await refusal { try await harness.service.confirmPairing(id) } == .needsNoConfirmation)
            #expect(try await state(id, harness) == .expired)
            #expect(try await harness.service.pairings(AdministrationFilter()).map(\.state) == [.enabled])
        }
    }

    @Test("The end of a phone ends what it decides for all users, and nothing of other phones") func device()
        async throws
    {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, first) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let second = try await harness.pair(phone, user: "jane", with: other)
            #expect(try await phone.decide(.approve, on: second, of: .pairing).status == 200)
            let (stranger, third) = try await harness.pairedPhone(user: "joe", with: other)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jane"), ("terminal_name", "t")], as: other)
            let kept = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "joe"), ("terminal_name", "t")], as: other)
            let phrase = try await phone.phrase()
            let listed = try await harness.service.devices(AdministrationFilter())
            #expect(Set(listed.map(\.id)) == [phone.id, stranger.id])
            #expect(listed.first { $0.id == phone.id }?.pairings == 2)
            #expect(listed.allSatisfy { !$0.hasCredential && !$0.hasPush })

            try await harness.service.endDevice(phone.id)
            for (id, expected) in [
                (first, PairingSummary.State.deactivated), (second, .deactivated), (third, .enabled),
            ] {
                #expect(try await state(id, harness) == expected)
            }
            #expect(try await phone.decide(.approve, on: request.json["id"].text).status != 200)
            #expect(try await stranger.decide(.approve, on: kept.json["id"].text).status == 200)
            // The phrase that it offered is worth nothing either.
            let late = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "jdoe")], as: shop)
            #expect(late.status != 200)
            #expect(try await harness.service.devices(AdministrationFilter()).map(\.id) == [stranger.id])
            var filter = AdministrationFilter()
            filter.includesEnded = true
            #expect(try await Set(harness.service.devices(filter).map(\.id)) == [phone.id, stranger.id])
            filter.user = "jane"
            #expect(try await harness.service.devices(filter).map(\.id) == [phone.id])
            #expect(await refusal { try await harness.service.endDevice("x") } == .notFound(.device))
            let entries = try await harness.auditEntries().filter {
                $0.text("by") == "operator" && $0.type != "requester_created"
            }
            #expect(entries.map(\.type).sorted() == ["device_ended", "pairing_deactivated", "pairing_deactivated"])
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("A pairing is ended, and stays so") func pairing() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for _ in 1...2 { try await harness.service.endPairing(id) }
            #expect(try await state(id, harness) == .deactivated)
            #expect(await refusal { try await harness.service.endPairing("x") } == .notFound(.pairing))
            let ends = try await harness.auditEntries().filter { $0.type == "pairing_deactivated" }
            #expect(ends.map { $0.text("by") } == ["operator"])
        }
    }

    @Test("A hard token is listed with its users and deactivated, whoever has provisioned it") func token() async throws
    {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let created = try await harness.post("/v1/users/create", [("name", "jdoe")], as: shop)
            let token = try await harness.post(
                "/v1/users/oath_otp_validators/associate",
                [
                    ("user_name", "jdoe"), ("secret", "3132333435363738393031323334353637383930"),
                    ("otp_type", "totp"), ("requester_specified_id", "serial-1"),
                ], as: shop)
            try #require(token.status == 200, "\(token.text)")
            let listed = try await harness.service.tokens(AdministrationFilter())
            #expect(listed.map(\.requesterSpecifiedID) == ["serial-1"] && listed[0].isActive)
            #expect(listed[0].userIDs == [created.json["id"].text] && listed[0].kind == "totp")
            var filter = AdministrationFilter()
            filter.user = "nobody"
            #expect(try await harness.service.tokens(filter).isEmpty)
            try await harness.service.deactivateToken(listed[0].id)
            #expect(try await harness.service.tokens(AdministrationFilter()).isEmpty)
            filter.user = nil
            filter.includesEnded = true
            let ended = try await harness.service.tokens(filter)
            #expect(ended.map(\.isActive) == [false] && ended[0].userIDs.isEmpty)
            #expect(await refusal { try await harness.service.deactivateToken("x") } == .notFound(.token))
            let entries = try await harness.auditEntries().filter { $0.type == "token_state_changed" }
            #expect(entries.map { $0.text("by") } == ["operator"])
        }
    }

    @Test("A lock that wrong one-time passwords have led to ends") func lock() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (userID, codes) = try await harness.backupCodes(user: "jdoe", of: shop)
            for _ in 1...5 { #expect(try await harness.verify("00000000", userID: userID) == .invalid) }
            let locked = OneTimePasswordVerdict.locked(until: harness.clock.now + 30)
            #expect(try await harness.verify(codes[0], userID: userID) == locked)
            try await harness.service.unlock(user: "jdoe")
            #expect(try await harness.verify(codes[0], userID: userID) == .valid)
            let entries = try await harness.auditEntries().filter { $0.type == "user_unlocked" }
            #expect(entries.map { $0.text("by") } == ["operator"])
        }
    }

    @Test("Lists come in pages, in the order of ids") func pages() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for name in ["a", "b", "c"] {
                #expect(try await harness.post("/v1/users/create", [("name", name)], as: shop).status == 200)
            }
            let all = try await harness.service.users(AdministrationFilter())
            #expect(all.map(\.id) == all.map(\.id).sorted() && all.count == 3)
            #expect(try await harness.service.users(AdministrationFilter(), after: all[0].id) == Array(all.dropFirst()))
            #expect(try await harness.service.users(AdministrationFilter(), after: all[2].id).isEmpty)
        }
    }
}

#endif
