#if Service

import AuditLog
import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing
import WebAuthn

@testable import ToopherService

@Suite("The phone's own check") struct CredentialTests {
    static let refusal = "403 403 The phone's own check is not proven for what is pending"

    /// A phone that is asked, by a request that needs its own check unless another is wanted.
    private func asked(
        _ harness: Harness, challenge: Bool = true, isAlwaysRequired: Bool? = false
    ) async throws -> (phone: Phone, shop: TestRequester, id: String) {
        let shop = try await harness.requester()
        let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
        if let isAlwaysRequired {
            #expect(try await phone.setCredential(isAlwaysRequired: isAlwaysRequired).status == 200)
        }
        return (phone, shop, try await ask(harness, shop, challenge: challenge))
    }

    private func ask(
        _ harness: Harness, _ shop: TestRequester, challenge: Bool = true,
        _ more: [(String, String)] = [("automation_allowed", "false")]
    ) async throws -> String {
        try await harness.post(
            "/v1/authentication_requests/initiate",
            [("user_name", "jdoe"), ("terminal_name", "t"), ("challenge_required", "\(challenge)")] + more, as: shop
        ).json["id"].text
    }

    private func isGranted(_ id: String, _ harness: Harness, _ shop: TestRequester) async throws -> Bool {
        try await harness.get("/v1/authentication_requests/\(id)", as: shop).json["granted"] == .flag(true)
    }

    @Test("An approval with the proof is accepted, and kept with it") func approval() async throws {
        try await Harness.run { harness in
            let (phone, shop, id) = try await asked(harness)
            #expect(try await phone.decide(.approve, on: id) { $0.isChallengeMet = true }.status == 200)
            #expect(try await isGranted(id, harness, shop))
            let rows = try await harness.service.core.store.database.query(
                "SELECT assertion FROM decisions WHERE subject_id = $1", [.text(id)])
            let parts = try rows[0].text("assertion").split(separator: ".")
            #expect(parts.count == 4 && parts[0] == Base64.encodeURL([1, 2, 3, 4]))
            let entries = try await harness.auditEntries()
            #expect(entries.contains { $0.type == "device_credential_set" && $0.text("device") == phone.id })
            #expect(try entries.last?.text("assertion") == rows[0].text("assertion"))
            #expect(try await harness.auditComplaint() == nil)
        }
    }

    @Test("Without the proof nothing is granted, whatever the phone says") func unproven() async throws {
        try await Harness.run { harness in
            let (phone, shop, id) = try await asked(harness)
            #expect(
                try await phone.decide(.approve, on: id).refusal == "409 409 Approval needs the phone's own check")
            var record = try #require(try await phone.record(.approve, to: id))
            record.answer.isChallengeMet = true
            let signature = try phone.key.signature(for: record.bytesToSign())
            let bare = try await phone.call(.post, "/v1/device/answers", record.submission(signature: signature))
            #expect(bare.refusal == "400 400 Invalid parameter: challenge_met")
            func send(_ assertion: String) async throws -> String {
                try await phone.call(
                    .post, "/v1/device/answers", record.submission(signature: signature, assertion: assertion)
                ).refusal
            }
            let challenge = try record.challenge()
            let foreign = phone.authenticator(key: try P256.PrivateKey())
            for assertion in [
                try phone.assertion(for: challenge, isUserVerified: false),
                try phone.assertion(for: challenge, by: foreign),
                try phone.assertion(for: challenge, by: phone.authenticator([1, 2, 3, 5])),
                try phone.assertion(for: challenge, at: "https://evil.example"),
                try phone.assertion(for: challenge + [0]),
                try phone.assertion(for: []),
                #"{"credential":"AQIDBA","authenticator_data":"","client_data":"","signature":""}"#,
                #"{"credential":"AQIDBA","authenticator_data":"*","client_data":"*","signature":"*"}"#,
            ] {
                #expect(try await send(assertion) == Self.refusal)
            }
            #expect(try await send("{}") == "400 400 The request body is not the expected JSON")
            // The proof of one answer proves no other.
            var other = record
            other.answer.number = "42"
            #expect(try await send(try phone.assertion(for: other.challenge())) == Self.refusal)
            #expect(try await !isGranted(id, harness, shop))
            #expect(try await send(try phone.assertion(for: challenge)).hasPrefix("200 "))
            #expect(try await isGranted(id, harness, shop))
        }
    }

    @Test("A proof without the claim, or of a phone that has set nothing up, is refused") func misplaced() async throws
    {
        try await Harness.run { harness in
            let (phone, _, id) = try await asked(harness, isAlwaysRequired: nil)
            let denied = try await phone.decide(.approve, on: id) { $0.isChallengeMet = true }
            #expect(denied.refusal == Self.refusal)
            let record = try #require(try await phone.record(.deny, to: id))
            let signature = try phone.key.signature(for: record.bytesToSign())
            let proof = try phone.assertion(for: record.challenge())
            let unclaimed = try await phone.call(
                .post, "/v1/device/answers", record.submission(signature: signature, assertion: proof))
            #expect(unclaimed.refusal == "400 400 Invalid parameter: challenge_met")
            // A denial needs no proof.
            #expect(try await phone.decide(.deny, on: id).status == 200)
        }
    }

    @Test("A user may want to be checked before each approval") func always() async throws {
        try await Harness.run { harness in
            let (phone, shop, id) = try await asked(harness, challenge: false)
            #expect(try await phone.pending()["authentication_requests"].array[0]["challenge_required"] == .flag(false))
            #expect(try await phone.setCredential(isAlwaysRequired: true).status == 200)
            #expect(try await phone.pending()["authentication_requests"].array[0]["challenge_required"] == .flag(true))
            #expect(
                try await phone.decide(.approve, on: id).refusal == "409 409 Approval needs the phone's own check")
            #expect(try await phone.decide(.approve, on: id) { $0.isChallengeMet = true }.status == 200)
            #expect(try await isGranted(id, harness, shop))
            #expect(try await phone.setCredential(isAlwaysRequired: false).status == 200)
            let later = try await ask(harness, shop, challenge: false)
            #expect(try await phone.decide(.approve, on: later).status == 200)
        }
    }

    @Test("An operator may want each approval of a requester checked") func policy() async throws {
        try await Harness.run { harness in
            let (phone, shop, _) = try await asked(harness, challenge: false)
            _ = try await harness.service.setPolicy(of: shop.key) { $0.alwaysChallenges = true }
            let id = try await ask(harness, shop, challenge: false, [("terminal_name_extra", "1")])
            let shown = try await phone.pending()["authentication_requests"].array.first { $0["id"].text == id }
            #expect(shown?["challenge_required"] == .flag(true) && shown?["automation_allowed"] == .flag(false))
            #expect(
                try await phone.decide(.approve, on: id).refusal == "409 409 Approval needs the phone's own check")
        }
    }

    @Test("A change needs the proof of the credential that there is") func changes() async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            let none = try await phone.call(.get, "/v1/device/credential")
            #expect(none.json == .object(["always_required": .flag(false)]))
            let first = phone.authenticator()
            let thief = phone.authenticator([9], key: try P256.PrivateKey())
            // The first proves itself.
            #expect(try await phone.setCredential(first, provenBy: thief).refusal == Self.refusal)
            let set = try await phone.setCredential(first, isAlwaysRequired: true)
            #expect(set.json == .object(["id": .text("AQIDBA"), "always_required": .flag(true)]))
            // Who holds the unlocked phone, and its key with it, cannot end the check.
            #expect(try await phone.setCredential(thief).refusal == Self.refusal)
            #expect(
                try await phone.setCredential(first, isAlwaysRequired: false, provenBy: thief).refusal == Self.refusal)
            let swapped = phone.authenticator(key: try P256.PrivateKey())
            #expect(try await phone.setCredential(swapped, provenBy: swapped).refusal == Self.refusal)
            #expect(
                try await phone.setCredential(swapped, provenBy: first).refusal
                    == "400 400 Invalid parameter: public_key")
            let changes: [(inout DeviceProtocol.CredentialRecord) -> Void] = [
                { $0.service = "https://evil.example/v1/" }, { $0.device = "x" }, { $0.credential = "BBBB" },
                { $0.publicKey = "BBBB" }, { $0.isAlwaysRequired.toggle() }, { $0.set -= 1 },
            ]
            for change in changes {
                #expect(try await phone.setCredential(first, isAlwaysRequired: true, change).refusal == Self.refusal)
            }
            let still = try await phone.call(.get, "/v1/device/credential").json
            #expect(still == .object(["id": .text("AQIDBA"), "always_required": .flag(true)]))
            // The present one may put another in its place, once.
            #expect(try await phone.setCredential(thief, provenBy: first).status == 200)
            #expect(try await phone.setCredential(first, provenBy: first).refusal == Self.refusal)
            #expect(try await phone.setCredential(first, provenBy: thief).status == 200)
        }
    }

    @Test("The proof of a change is good for one call, and a change that changes nothing leaves nothing")
    func replay() async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            func body(_ isAlwaysRequired: Bool) throws -> String {
                let (id, key) = ("AQIDBA", Base64.encodeURL(phone.authenticator().publicKey))
                let record = DeviceProtocol.CredentialRecord(
                    service: Harness.base + "/v1/", device: phone.id, credential: id, publicKey: key,
                    isAlwaysRequired: isAlwaysRequired, set: harness.clock.now)
                return """
                    {"id":"\(id)","public_key":"\(key)","always_required":\(isAlwaysRequired),\
                    "assertion":\(try phone.assertion(for: record.challenge()))}
                    """
            }
            func set(_ body: String) async throws -> Int {
                try await phone.call(.put, "/v1/device/credential", body).status
            }
            let off = try body(false)
            #expect(try await set(off) == 200)
            harness.clock.advance(by: 1)
            let on = try body(true)
            #expect(try await set(on) == 200)
            let count = try await harness.auditEntries().count
            #expect(try await set(on) == 200)
            #expect(try await harness.auditEntries().count == count)
            // Each call is newly signed by the phone's key: only the proof is an old one.
            harness.clock.advance(by: 1)
            #expect(try await set(off) == 403)
            #expect(try await phone.call(.get, "/v1/device/credential").json["always_required"] == .flag(true))
        }
    }

    @Test("Changes of credentials are limited in all, and calls that prove nothing do not count")
    func limit() async throws {
        try await Harness.run(configure: { $0.requests.offers = RateLimit(burst: 2, interval: .seconds(5)) }) {
            harness in
            let phone = try await Phone.registered(with: harness)
            let thief = phone.authenticator([9], key: try P256.PrivateKey())
            for _ in 0..<3 { #expect(try await phone.setCredential(provenBy: thief).refusal == Self.refusal) }
            for isAlwaysRequired in [true, false] {
                #expect(try await phone.setCredential(isAlwaysRequired: isAlwaysRequired).status == 200)
            }
            let refused = try await phone.setCredential(isAlwaysRequired: true)
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "5")
        }
    }

    @Test("Who wants to be checked ends the answers that were given without") func automations() async throws {
        try await Harness.run { harness in
            let (phone, shop, _) = try await asked(harness, challenge: false)
            let automatable = [("terminal_name_extra", "1"), ("automation_allowed", "true")]
            let id = try await ask(harness, shop, challenge: false, automatable)
            let kept = try await phone.decide(.approve, on: id) { $0.automatedUntil = harness.clock.now + 1000 }
            #expect(kept.status == 200)
            #expect(try await isGranted(ask(harness, shop, challenge: false, automatable), harness, shop))
            harness.clock.advance(by: 1)
            #expect(try await phone.setCredential(isAlwaysRequired: true).status == 200)
            #expect(try await !isGranted(ask(harness, shop, challenge: false, automatable), harness, shop))
            #expect(try await phone.call(.get, "/v1/device/automations").json["automations"] == .array([]))
        }
    }

    @Test("A node that has read an earlier credential records no approval by it, or without one") func stale()
        async throws
    {
        try await Harness.run { harness in
            let (phone, shop, id) = try await asked(harness, challenge: false)
            let store = harness.service.core.store
            let request = try #require(try await store.authenticationRequest(id: id))
            let record = try #require(try await phone.record(.approve, to: id))
            let (newID, now) = (try harness.service.core.newID(), harness.clock.now)
            func decide(_ record: DeviceProtocol.DecisionRecord, with credential: String?) async throws -> Bool {
                let signature = try phone.key.signature(for: record.bytesToSign())
                var decision = try #require(try SignedDecision(record, signature: signature, by: phone.key.publicKey))
                decision.assertion = credential.map { $0 + ".a.b.c" }
                let made = decision
                let state: AuthenticationRequest.State = record.answer.decision == .approve ? .granted : .denied
                return try await store.database.write { transaction throws(DatabaseError) in
                    guard
                        case .success = try Store.record(
                            made, on: request, state: state, newID: newID, now: now, transaction)
                    else { return false }
                    return true
                }
            }
            harness.clock.advance(by: 1)
            #expect(try await phone.setCredential(isAlwaysRequired: true).status == 200)
            #expect(try await !decide(record, with: nil))
            #expect(try await !decide(record, with: "OTHER"))
            #expect(try await !isGranted(id, harness, shop))
            var denial = record
            denial.answer.decision = .deny
            #expect(try await decide(denial, with: nil))
            #expect(try await !decide(record, with: "AQIDBA"))
        }
    }

    @Test("Of two changes at once, the second finds another credential") func race() async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            let core = harness.service.core
            let key = try #require(CredentialKey(derRepresentation: phone.authenticator().publicKey))
            let id = phone.id
            func set(_ credential: String, inPlaceOf current: String?) async throws -> Bool {
                try await core.store.database.write { transaction throws(DatabaseError) in
                    let new = DeviceCredential(id: credential, key: key, isAlwaysRequired: false)
                    guard
                        case .success = try Store.set(new, of: id, inPlaceOf: current, now: 1, transaction)
                    else { return false }
                    return true
                }
            }
            #expect(try await set("AAAA", inPlaceOf: nil))
            #expect(try await !set("BBBB", inPlaceOf: nil))
            #expect(try await set("BBBB", inPlaceOf: "AAAA"))
            #expect(try await !set("CCCC", inPlaceOf: "AAAA"))
            // There is an end to it.
            var current = "BBBB"
            for count in 3...DeviceCredential.maximumCount {
                let next = "A\(count + 100)"
                #expect(try await set(next, inPlaceOf: current))
                current = next
            }
            #expect(try await !set("DDDD", inPlaceOf: current))
            #expect(try await set("AAAA", inPlaceOf: current))
        }
    }

    @Test(
        "A malformed setting is refused",
        arguments: [
            ("", "The request body is not the expected JSON"), ("{}", "The request body is not the expected JSON"),
            (#"{"id":"","public_key":"","always_required":false,"assertion":ASSERTION}"#, "Invalid parameter: id"),
            (#"{"id":"*","public_key":"","always_required":false,"assertion":ASSERTION}"#, "Invalid parameter: id"),
            (
                #"{"id":"AQ","public_key":"","always_required":false,"assertion":ASSERTION}"#,
                "Invalid parameter: public_key"
            ),
            (
                #"{"id":"AQ","public_key":"BAAA","always_required":false,"assertion":ASSERTION}"#,
                "Invalid parameter: public_key"
            ),
            (
                #"{"id":"AQ","public_key":"BAAA","always_required":1,"assertion":ASSERTION}"#,
                "The request body is not the expected JSON"
            ),
        ])
    func malformed(_ body: String, _ message: String) async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            let assertion = #"{"credential":"","authenticator_data":"","client_data":"","signature":""}"#
            let text = body.replacing("ASSERTION", with: assertion)
            #expect(try await phone.call(.put, "/v1/device/credential", text).refusal == "400 400 \(message)")
            let long = text.replacing(#""id":"AQ""#, with: #""id":"\#(String(repeating: "A", count: 1401))""#)
            if long != text {
                #expect(
                    try await phone.call(.put, "/v1/device/credential", long).refusal == "400 400 Invalid parameter: id"
                        || message.hasPrefix("The request"))
            }
        }
    }
}

#endif
