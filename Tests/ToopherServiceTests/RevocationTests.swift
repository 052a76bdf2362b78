#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("What a phone has ended") struct RevocationTests {
    typealias Kind = DeviceProtocol.RevocationSubject.Kind

    static let path = "/v1/device/revocations"
    static let notSigned = "403 403 The signature is not over what is to end"

    /// A user with a phone that has two standing answers.
    struct World {
        var harness: Harness
        var shop: TestRequester
        var phone: Phone
        var pairing: String
        var automations: [String]

        func id(_ kind: Kind) -> String { kind == .pairing ? pairing : automations[0] }

        /// Returns what the phone is listed.
        func listed() async throws -> [String] {
            let lists = [
                try await phone.call(.get, "/v1/device/pairings").json["pairings"],
                try await phone.call(.get, "/v1/device/automations").json["automations"],
            ]
            return lists.flatMap(\.array).map { $0["id"].text }
        }

        /// Returns what is kept of something: a row for each kind.
        func kept(_ id: String) async throws -> [Row] {
            try await harness.service.core.store.database.query(
                "SELECT * FROM decisions WHERE subject_id = $1 ORDER BY kind", [.text(id)])
        }
    }

    private func run(_ body: @Sendable (World) async throws -> Void) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for action in ["Log In", "Pay"] {
                let asked = try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [
                        ("user_name", "jdoe"), ("terminal_name", "t"), ("terminal_name_extra", "c"),
                        ("action_name", action),
                    ], as: shop)
                let end = harness.clock.now + 10_000
                #expect(
                    try await phone.decide(.approve, on: asked.json["id"].text) { $0.automatedUntil = end }.status
                        == 200)
            }
            let automations = try await phone.call(.get, "/v1/device/automations").json["automations"].array
            #expect(automations.count == 2)
            try await body(
                World(
                    harness: harness, shop: shop, phone: phone, pairing: pairing,
                    automations: automations.map { $0["id"].text }))
        }
    }

    @Test(
        "The end is kept with the phone's signature, which anybody can verify later",
        arguments: [Kind.pairing, .automation])
    func kept(_ kind: Kind) async throws {
        try await run { world in
            let id = world.id(kind)
            let record = try #require(try await world.phone.revocation(kind, id))
            let response = try await world.phone.end(record)
            #expect(response.status == 200 && response.json == .object([kind.rawValue: .text(id)]))
            #expect(try await !world.listed().contains(id))

            let rows = try await world.kept(id)
            // A pairing also has the decision that enabled it.
            let expected = kind == .pairing ? ["pairing", "pairing_revocation"] : ["automation_revocation"]
            #expect(try rows.map { try $0.text("kind") } == expected)
            let row = try #require(rows.last)
            #expect(try row.text("decision") == "revoke" && row.text("device_id") == world.phone.id)
            let bytes = Array(try row.text("record").utf8)
            #expect(bytes == record.bytesToSign())
            let device = try #require(
                try await world.harness.service.core.store.database.query(
                    "SELECT public_key FROM devices WHERE id = $1", [.text(row.text("device_id"))]
                ).first)
            let point = try #require(Base64.decodeURL(device.text("public_key")))
            let signature = try #require(Base64.decodeURL(row.text("signature")))
            let key = try P256.PublicKey(x963Representation: point)
            #expect(key.isValidSignature(signature, for: bytes))
            #expect(!key.isValidSignature(signature, for: bytes.dropLast() + [0]))
        }
    }

    @Test(
        "A signature over anything else ends nothing, and nothing is kept", arguments: [Kind.pairing, .automation])
    func tampered(_ kind: Kind) async throws {
        try await run { world in
            let (phone, id) = (world.phone, world.id(kind))
            let record = try #require(try await phone.revocation(kind, id))
            let before = try await world.listed()
            for (field, change) in RevocationRecordTests.changes {
                var other = record
                change(&other)
                #expect(
                    try await phone.end(record, signing: other.bytesToSign()).refusal == Self.notSigned, "\(field)")
            }
            // The records of another version, and of a decision.
            for title in ["toopher-revocation-0", "toopher-revocation-2", "toopher-revocation-", "toopher-decision-2"] {
                let text = String(decoding: record.bytesToSign(), as: UTF8.self)
                let other = text.replacing("toopher-revocation-1\n", with: title + "\n")
                #expect(try await phone.end(record, signing: Array(other.utf8)).refusal == Self.notSigned, "\(title)")
            }
            #expect(try await phone.end(record, signing: []).refusal == Self.notSigned)
            #expect(try await phone.end(record, with: P256.PrivateKey()).refusal == Self.notSigned, "another key")
            let valid = Base64.encodeURL(try phone.key.signature(for: record.bytesToSign()))
            for (signature, refusal) in [
                ("AAAA", Self.notSigned), ("", Self.notSigned), (String(valid.dropLast(2)), Self.notSigned),
                (valid + "AAAA", Self.notSigned), ("*", "400 400 Invalid parameter: signature"),
            ] {
                let body = record.subject.submission(signature: signature)
                #expect(try await phone.call(.post, Self.path, body).refusal == refusal, "\(signature)")
            }
            for body in [
                #"{"\#(kind.rawValue)":"\#(id)"}"#, #"{"\#(kind.rawValue)":"\#(id)","signature":null}"#,
                #"{"signature":"\#(valid)"}"#, #"{"pairing":"\#(id)","automation":"\#(id)","signature":"\#(valid)"}"#,
            ] {
                #expect(try await phone.call(.post, Self.path, body).status == 400, "\(body)")
            }
            #expect(try await world.listed() == before)
            #expect(try await world.kept(id).count == (kind == .pairing ? 1 : 0))
            #expect(try await phone.end(record).status == 200)
        }
    }

    @Test("The signature of one standing answer ends no other, and no pairing")
    func replayed() async throws {
        try await run { world in
            let phone = world.phone
            let record = try #require(try await phone.revocation(.automation, world.automations[0]))
            let signature = Base64.encodeURL(try phone.key.signature(for: record.bytesToSign()))
            for body in [
                #"{"automation":"\#(world.automations[1])","signature":"\#(signature)"}"#,
                #"{"pairing":"\#(world.pairing)","signature":"\#(signature)"}"#,
            ] {
                #expect(try await phone.call(.post, Self.path, body).refusal == Self.notSigned)
            }
            // At another time: the signature has that of its call.
            world.harness.clock.advance(by: 1)
            #expect(
                try await phone.call(.post, Self.path, record.subject.submission(signature: signature)).refusal
                    == Self.notSigned)
            #expect(try await Set(world.listed()) == Set(world.automations + [world.pairing]))
            #expect(try await phone.end(.automation, world.automations[0]).status == 200)
            #expect(try await Set(world.listed()) == [world.automations[1], world.pairing])
        }
    }

    @Test("To another phone it is unknown, whatever that phone signs")
    func stranger() async throws {
        try await run { world in
            let stranger = try await Phone.registered(with: world.harness)
            for kind in [Kind.pairing, .automation] {
                var record = try #require(try await world.phone.revocation(kind, world.id(kind)))
                let copied = try world.phone.key.signature(for: record.bytesToSign())
                let body = record.subject.submission(signature: Base64.encodeURL(copied))
                #expect(try await stranger.call(.post, Self.path, body).refusal == UserTests.notFound)
                record.device = stranger.id
                #expect(try await stranger.end(record).refusal == UserTests.notFound)
                for id in [UserTests.unknownID, "x", ""] {
                    record.subject.id = id
                    #expect(try await world.phone.end(record).refusal == UserTests.notFound)
                }
            }
            #expect(try await world.listed().count == 3)
        }
    }

    @Test("A call counts once, and of several ends of a pairing the first is kept")
    func repeated() async throws {
        try await run { world in
            let (phone, harness) = (world.phone, world.harness)
            for kind in [Kind.automation, .pairing] {
                let record = try #require(try await phone.revocation(kind, world.id(kind)))
                let signature = Base64.encodeURL(try phone.key.signature(for: record.bytesToSign()))
                let body = Array(record.subject.submission(signature: signature).utf8)
                let headers = try phone.headers(.post, Self.path, body)
                #expect(try await harness.send(.post, Self.path, headers: headers, body: body).status == 200)
                let again = try await harness.send(.post, Self.path, headers: headers, body: body)
                #expect(again.status == (kind == .pairing ? 401 : 404))
            }
            var record = DeviceProtocol.RevocationRecord(
                try #require(try await harness.service.core.store.pairing(id: world.pairing)).revocationSubject(
                    service: Harness.base + "/v1/"), revoked: harness.clock.now, device: phone.id)
            let first = record.revoked
            harness.clock.advance(by: 10)
            record.revoked = harness.clock.now
            #expect(try await phone.end(record).status == 200)
            let kept = try #require(try await world.kept(world.pairing).last).text("record")
            #expect(kept.contains("revoked 10\n\(first)\n"))
        }
    }

    @Test("What has another name by now is fetched again before it can end")
    func renamed() async throws {
        try await run { world in
            let user = try await world.harness.userID("jdoe", of: world.shop)
            for kind in [Kind.automation, .pairing] {
                let record = try #require(try await world.phone.revocation(kind, world.id(kind)))
                let renamed = try await world.harness.post(
                    "/v1/users/" + user, [("name", "jane \(kind)")], as: world.shop)
                #expect(renamed.status == 200)
                #expect(try await world.phone.end(record).refusal == Self.notSigned)
                #expect(try await world.phone.end(kind, world.id(kind)).status == 200)
            }
        }
    }
}

#endif
