#if Service

import AuditLog
import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("What the log keeps")
struct AuditEntryTests {
    private static func initiate(
        _ harness: Harness, _ shop: TestRequester, _ parameters: [(String, String)] = []
    ) async throws -> String {
        let response = try await harness.post(
            "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")] + parameters,
            as: shop)
        #expect(response.status == 200, "\(response.text)")
        return response.json["id"].text
    }

    /// The types of the entries after those that a test begins with, with one member each.
    private func kinds(_ harness: Harness, after start: Int, _ member: String) async throws -> [String] {
        try await harness.auditEntries().dropFirst(start).map { entry in
            entry.type + (entry.members[member].map { " " + String(decoding: $0.bytes, as: UTF8.self) } ?? "")
        }
    }

    @Test("Decisions of a phone are kept with their signatures, and everything else that ends a request")
    func requests() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let begun = try await kinds(harness, after: 0, "outcome")
            #expect(
                begun == [
                    "log_key", "device_registered", "requester_created", "user_created", "pairing_created",
                    #"pairing_decided "enabled""#,
                ])
            let first = try await Self.initiate(harness, shop, [("terminal_name_extra", "1")])
            #expect(
                try await phone.decide(.approve, on: first) { $0.automatedUntil = harness.clock.now + 1000 }.status
                    == 200)
            _ = try await Self.initiate(harness, shop, [("terminal_name_extra", "1")])
            let second = try await Self.initiate(harness, shop)
            #expect(try await phone.decide(.deny, on: second).status == 200)
            let third = try await Self.initiate(harness, shop)
            _ = try await harness.post("/v1/authentication_requests/\(third)/cancel", [], as: shop)
            _ = try await Self.initiate(harness, shop)
            _ = try await Self.initiate(harness, shop, [("action_name", "Other")])
            harness.clock.advance(by: 1000)
            let last = try await Self.initiate(harness, shop)
            _ = try await harness.post("/v1/pairings/" + pairing, [("deactivated", "1")], as: shop)
            #expect(
                try await kinds(harness, after: begun.count, "outcome") == [
                    #"request_decided "granted""#, #"request_automated "automatically_granted""#,
                    #"request_decided "denied""#, #"request_ended "cancelled""#, #"request_ended "superseded""#,
                    #"request_ended "expired""#, "pairing_deactivated", #"request_ended "withdrawn""#,
                ])
            let entries = try await harness.auditEntries()
            #expect(entries[7].text("by_request") == first && entries[7].text("device") == phone.id)
            #expect(entries[12].text("by") == "requester" && entries[13].text("request") == last)
            let summary = try await harness.verifyAudit()
            #expect(summary.decisionCount == 3 && summary.entryCount == 14)
            #expect(summary.head?.head.time == harness.clock.now)
        }
    }

    @Test("A one-time password is kept with what has shown it, and a wrong one without")
    func passwords() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let shown = try #require(try await phone.tokens()["jdoe"])
            let (userID, codes) = try await harness.backupCodes(user: "jdoe", of: shop)
            let token = TestToken()
            let made = try await harness.post(
                "/v1/users/\(userID)/oath_otp_validators/associate",
                [("secret", token.hexadecimal), ("otp_type", "hotp")], as: shop)
            let start = try await harness.auditEntries().count
            for password in [try shown.password(at: harness.clock.now), try token.password(0), codes[0], "000000x"] {
                _ = try await Self.initiate(harness, shop, [("otp", password)])
            }
            let id = try await Self.initiate(harness, shop)
            _ = try await harness.post("/v1/authentication_requests/\(id)/otp_auth", [("otp", codes[1])], as: shop)
            let entries = try await harness.auditEntries().dropFirst(start)
            #expect(Set(entries.map(\.type)) == ["request_password"])
            #expect(entries.map { $0.text("source") } == ["phone", "token", "backup_code", nil, "backup_code"])
            #expect(
                entries.map { $0.text("source_id") } == [pairing, made.json["id"].text, nil, nil, nil])
            #expect(entries.map { $0.text("outcome") == "password_refused" } == [false, false, false, true, false])
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("What requesters, phones and operators do is kept")
    func administration() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let start = try await harness.auditEntries().count
            let userID = try await harness.userID("jdoe", of: shop)
            func post(_ path: String, _ parameters: [(String, String)] = []) async throws -> ServiceResponse {
                let response = try await harness.post(path, parameters, as: shop)
                #expect(response.status == 200, "\(response.text)")
                return response
            }
            _ = try await post("/v1/users/create", [("name", "jane")])
            _ = try await post("/v1/users/create", [("name", "jane")])
            _ = try await post("/v1/users/\(userID)", [("name", "john"), ("disable_toopher_auth", "1")])
            _ = try await post("/v1/users/\(userID)", [("name", "john"), ("disable_toopher_auth", "1")])
            _ = try await post("/v1/users/\(userID)", [("name", "jdoe"), ("disable_toopher_auth", "0")])
            let token = try await harness.provision(TestToken(), id: "7", as: shop).json["id"].text
            _ = try await post("/v1/users/oath_otp_validators/associate", [("user_name", "jdoe"), ("id", token)])
            _ = try await post("/v1/users/oath_otp_validators/dissociate", [("user_name", "jdoe"), ("id", token)])
            _ = try await post("/v1/oath_otp_validators/\(token)/deactivate")
            _ = try await harness.backupCodes(user: "jdoe", of: shop)
            _ = try await post("/v1/pairings/\(pairing)/generate_reset_link")
            let link = try await post("/v1/pairings/create/qr", [("user_name", "jane")])
            #expect(link.json["enabled"] == .flag(false))
            _ = try await post("/v1/users/reset", [("user_name", "jdoe")])
            let service = harness.service
            _ = try await service.setWebhook(WebhookWorld.url, of: shop.key)
            _ = try await service.rotateWebhookSecret(of: shop.key, overlap: 5)
            try await service.removeWebhook(of: shop.key)
            try await service.removeWebhook(of: shop.key)
            _ = try await service.rotateSecret(of: shop.key, overlap: 7)
            _ = try await service.setPolicy(of: shop.key) { $0.numberDigits = 4 }
            _ = try await service.setPolicy(of: shop.key) { _ in }
            try await service.setState(.suspended, of: shop.key)
            try await service.setState(.deleted, of: shop.key)
            let entries = try await harness.auditEntries().dropFirst(start)
            #expect(
                entries.map(\.type) == [
                    "user_created", "user_renamed", "user_state_changed", "user_renamed", "user_state_changed",
                    "token_provisioned", "token_associated", "token_dissociated", "token_state_changed",
                    "backup_codes_created", "reset_link_created", "pairing_created", "user_reset",
                    "pairing_deactivated", "webhook_set", "webhook_secret_rotated", "webhook_removed",
                    "requester_secret_rotated", "requester_policy_changed", "requester_state_changed",
                    "requester_state_changed", "pairing_deactivated",
                ])
            #expect(entries.allSatisfy { $0.time == harness.clock.now })
            #expect(entries.last?.text("by") == "operator" && entries.last?.text("device") == nil)
            #expect(entries.first { $0.type == "webhook_set" }?.text("origin") == "https://hooks.test")
            #expect(phone.id == entries.first { $0.type == "reset_link_created" }?.text("device"))
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("What a phone ends is kept as its word")
    func phone() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await Self.initiate(harness, shop, [("terminal_name_extra", "1")])
            _ = try await phone.decide(.approve, on: id) { $0.automatedUntil = harness.clock.now + 1000 }
            let automation = try await phone.call(.get, "/v1/device/automations").json["automations"].array[0]["id"]
                .text
            let start = try await harness.auditEntries().count
            for _ in 0..<2 {
                _ = try await phone.end(.automation, automation)
                _ = try await phone.end(.pairing, pairing)
            }
            let entries = try await harness.auditEntries().dropFirst(start)
            #expect(entries.map(\.type) == ["automation_revoked", "pairing_deactivated", "pairing_revoked"])
            #expect(entries.first?.text("automation") == automation && entries.last?.text("pairing") == pairing)
            #expect(entries.dropFirst().first?.text("by") == "device" && entries.last?.text("device") == phone.id)
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("What is refused, comes too late or comes twice leaves no entry")
    func refusals() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await Self.initiate(harness, shop)
            let record = try #require(try await phone.record(.approve, to: id))
            var forged = record
            forged.subject.action.name = "Pay"
            #expect(try await phone.send(record, signing: forged).status == 403)
            #expect(try await phone.send(record).status == 200)
            let count = try await harness.auditEntries().count
            #expect(try await phone.send(record).status == 409)
            _ = try await harness.post("/v1/authentication_requests/\(id)/cancel", [], as: shop)
            _ = try await harness.post("/v1/users/reset", [("user_name", "nobody")], as: shop)
            // A replay: its nonce takes everything back.
            let (headers, body) = try harness.signedPost("/v1/users/create", [("name", "x")], as: shop)
            for status in [200, 401] {
                let response = try await harness.send(.post, "/v1/users/create", headers: headers, body: body)
                #expect(response.status == status)
            }
            #expect(try await harness.auditEntries().count == count + 1)
        }
    }

    @Test("No secret, phrase, one-time password or link is in the log")
    func secrets() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let phrase = try await phone.phrase()
            let made = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "jdoe")], as: shop)
            #expect(try await phone.decide(.approve, on: made.json["id"].text, of: .pairing).status == 200)
            let shown = try #require(try await phone.tokens()["jdoe"])
            let (_, codes) = try await harness.backupCodes(user: "jdoe", of: shop)
            let password = try shown.password(at: harness.clock.now)
            _ = try await Self.initiate(harness, shop, [("otp", password)])
            _ = try await Self.initiate(harness, shop, [("otp", codes[0])])
            let token = TestToken()
            _ = try await harness.provision(token, id: nil, as: shop)
            let reset = try await harness.post(
                "/v1/pairings/\(made.json["id"].text)/generate_reset_link", [], as: shop)
            let link = try await harness.post("/v1/pairings/create/qr", [("user_name", "jdoe")], as: shop)
            let webhook = try await harness.service.setWebhook("https://shop.example/hook/s3cret?key=k3y", of: shop.key)
            let rotated = try await harness.service.rotateSecret(of: shop.key, overlap: 0)
            let store = harness.service.core.store
            let invitation = try store.sealer.links.invitationToken(pairingID: link.json["id"].text)
            let log = try await harness.auditLines().map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
            let key = try await store.database.query("SELECT sealed_secret FROM audit_secrets")[0].text("sealed_secret")
            let resetToken = reset.json["url"].text.split(separator: "=").last.map(String.init) ?? "?"
            for secret in [
                shop.secret, phrase, Base32.encode(shown.secret), Hex.encode(shown.secret), token.hexadecimal,
                resetToken, invitation, "s3cret", "k3y", webhook ?? "?", rotated.consumerSecret, key, codes[0],
                codes[9],
                "\"\(password)\"",
            ] {
                #expect(!log.contains(secret))
            }
            #expect(log.contains(shop.key) && log.contains("https://shop.example"))
        }
    }

    @Test("Phones from before there was a log are in it, with their keys")
    func imported() async throws {
        let file = TemporaryDatabase()
        defer { file.remove() }
        let location = TestDatabase.isPostgreSQL ? TestDatabase.make() : file.path
        let before = try Database(try DatabaseLocation(location), migrations: [Schema.migrations[0]])
        let key = try P256.PrivateKey()
        let text = Base64.encodeURL(key.publicKey.x963Representation)
        let id = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
        try await before.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                "INSERT INTO devices (id, name, public_key, created) VALUES ($1, $2, $3, 5)",
                [.text(id), .text("\"Phone\"\n"), .text(text)])
        }
        await before.close()
        let store = try Store.test(location)
        let rows = try await store.database.query("SELECT entry FROM audit_pending")
        let entry = try #require(AuditEntry(bytes: Array(try rows[0].text("entry").utf8)))
        #expect(entry.type == EntryType.deviceImported && entry.time == 5)
        #expect(entry.text("device") == id && entry.text("key") == text && rows.count == 1)
        await store.database.close()
    }
}

#endif
