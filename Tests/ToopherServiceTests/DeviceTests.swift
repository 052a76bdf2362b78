#if Service

import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Phones") struct DeviceTests {
    static let refusal = "401 401 Not a validly signed device request"

    @Test("A registration proves possession of the key, and gives the same device when it is repeated")
    func registration() async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            #expect(Identifier.parse(phone.id) == phone.id)
            var again = phone
            again.id = DeviceProtocol.newDevice
            #expect(try await again.register(name: "Renamed").json["id"].text == phone.id)

            let own = try P256.PrivateKey()
            let foreign = Base64.encodeURL(try P256.PrivateKey().publicKey.x963Representation)
            let thief = Phone(harness: harness, key: own, id: DeviceProtocol.newDevice)
            let stolen = try await thief.call(
                .post, "/v1/device/register", #"{"name":"x","public_key":"\#(foreign)"}"#)
            #expect(stolen.refusal == Self.refusal)
        }
    }

    @Test(
        "A malformed registration is refused",
        arguments: [
            ("", 400), ("[]", 400), ("{\"name\":\"x\"}", 400), ("{\"name\":7,\"public_key\":\"\"}", 400),
            ("{\"name\":\"x\",\"public_key\":\"\"}", 400), ("{\"name\":\"x\",\"public_key\":\"BAAA\"}", 400),
            ("{\"name\":\"\",\"public_key\":\"BAAA\"}", 400), (String(repeating: "[", count: 5000), 400),
        ])
    func badRegistration(_ body: String, _ status: Int) async throws {
        try await Harness.run { harness in
            let phone = Phone(harness: harness, key: try P256.PrivateKey(), id: DeviceProtocol.newDevice)
            #expect(try await phone.call(.post, "/v1/device/register", body).status == status)
            // A point that is not on the curve.
            let point = Base64.encodeURL([4] + [UInt8](repeating: 1, count: 64))
            let offCurve = try await phone.call(
                .post, "/v1/device/register", #"{"name":"x","public_key":"\#(point)"}"#)
            #expect(offCurve.refusal == "400 400 Invalid parameter: public_key")
        }
    }

    @Test("A call is bound to method, URL, body, time and device, and valid once")
    func calls() async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            let other = try await Phone.registered(with: harness)
            let headers = try phone.headers(.get, "/v1/device/pending", [])
            func send(
                _ change: (name: String, value: String?)?, method: HTTPRequest.Method = .get,
                path: String = "/v1/device/pending", body: [UInt8]? = nil
            ) async throws -> String {
                var changed = headers
                if let change, let name = HTTPField.Name(change.name) { changed[name] = change.value }
                return try await harness.send(method, path, headers: changed, body: body).refusal
            }
            for change in [
                (DeviceProtocol.deviceHeader, other.id), (DeviceProtocol.deviceHeader, "new"),
                (DeviceProtocol.deviceHeader, "00000000-0000-4000-8000-000000000000"),
                (DeviceProtocol.timestampHeader, String(harness.clock.now + 1)), (DeviceProtocol.timestampHeader, "x"),
                (DeviceProtocol.nonceHeader, "another-nonce"), (DeviceProtocol.nonceHeader, "short"),
                (DeviceProtocol.nonceHeader, String(repeating: "x", count: 65)),
                (DeviceProtocol.signatureHeader, Base64.encodeURL([UInt8](repeating: 7, count: 64))),
                (DeviceProtocol.signatureHeader, ""), (DeviceProtocol.signatureHeader, nil),
                (DeviceProtocol.deviceHeader, nil), (DeviceProtocol.nonceHeader, nil),
                (DeviceProtocol.timestampHeader, nil),
            ] as [(String, String?)] {
                #expect(try await send(change) == Self.refusal, "\(change)")
            }
            #expect(try await send(nil, path: "/v1/device/pending?wait=0") == Self.refusal)
            #expect(try await send(nil, body: [1]) == Self.refusal)
            #expect(try await send(nil, method: .post, path: "/v1/device/phrases") == Self.refusal)
            let unchanged = try await harness.send(.get, "/v1/device/pending", headers: headers)
            #expect(unchanged.status == 200)
            #expect(
                unchanged.json
                    == .object([
                        "pairings": .array([]), "confirmations": .array([]), "authentication_requests": .array([]),
                        "more": .integer(0), "unconfirmed": .integer(0),
                    ]))
            #expect(try await send(nil) == Self.refusal)
        }
    }

    @Test(
        "A call with a timestamp outside the window is refused",
        arguments: [(Int64(-301), 401), (-300, 200), (300, 200), (301, 401)])
    func window(_ skew: Int64, _ status: Int) async throws {
        try await Harness.run { harness in
            let phone = try await Phone.registered(with: harness)
            let headers = try phone.headers(.get, "/v1/device/pending", [])
            harness.clock.advance(by: -skew)
            #expect(try await harness.send(.get, "/v1/device/pending", headers: headers).status == status)
        }
    }

    @Test("A decision is signed over exactly what was pending")
    func decisionRecord() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
            ).json["id"].text
            let shown = try #require(try await phone.record(.approve, to: id, of: .authenticationRequest))
            let changes: [(inout DeviceProtocol.DecisionRecord) -> Void] = [
                { $0.subject.service = "http://other.test/v1/" }, { $0.subject.kind = .pairing },
                { $0.subject.id = "x" }, { $0.subject.requester.id = "x" },
                { $0.subject.requester.name = "Other Shop" },
                { $0.subject.user.id = "x" }, { $0.subject.user.name = "eve" }, { $0.subject.action.id = "x" },
                { $0.subject.action.name = "Read" }, { $0.subject.terminal.id = "x" },
                { $0.subject.terminal.name = "u" }, { $0.subject.phone.id = "x" }, { $0.subject.phone.name = "x" },
                { $0.subject.phoneWords = "x" },
                { $0.subject.isFirstFromTerminal.toggle() }, { $0.subject.isChallengeRequired = true },
                { $0.subject.numberDigits = 2 },
                { $0.subject.isAutomationAllowed.toggle() }, { $0.subject.created += 1 }, { $0.subject.expires += 1 },
                { $0.answer.decision = .deny }, { $0.answer.reason = .notMe }, { $0.answer.number = "1" },
                { $0.answer.isChallengeMet = true }, { $0.answer.automatedUntil = 1 }, { $0.answer.decided += 1 },
                { $0.device = "x" },
            ]
            for change in changes {
                var signed = shown
                change(&signed)
                let response = try await phone.send(shown, signing: signed)
                #expect(response.refusal == "403 403 The signature is not over what is pending")
            }
            #expect(try await phone.send(shown).status == 200)
            #expect(try await phone.send(shown).refusal == "409 409 This has been answered already")

            // The stored record proves the approval to anyone who has the public key.
            let rows = try await harness.service.core.store.database.query(
                "SELECT * FROM decisions WHERE subject_id = $1", [.text(id)])
            let row = try #require(rows.first)
            let kept = Array(try row.text("record").utf8)
            let signature = try #require(Base64.decodeURL(try row.text("signature")))
            #expect(rows.count == 1 && kept == shown.bytesToSign())
            #expect(phone.key.publicKey.isValidSignature(signature, for: kept))
        }
    }

    @Test("A phone sees and makes only its own decisions")
    func isolation() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let owner = try await Phone.registered(with: harness)
            let id = try await harness.pair(owner, user: "jdoe", with: shop)
            var record = try #require(try await owner.record(.approve, to: id, of: .pairing))
            let stranger = try await Phone.registered(with: harness)
            #expect(try await stranger.pending()["pairings"] == .array([]))
            record.device = stranger.id
            #expect(try await stranger.send(record).refusal == "404 404 Not found")
            record.subject.id = "00000000-0000-4000-8000-000000000000"
            #expect(try await owner.send(record).refusal == "404 404 Not found")
        }
    }

    @Test("The fields of a record cannot be shifted into one another")
    func canonicalRecord() throws {
        var record = DeviceProtocol.DecisionRecord(
            .init(
                service: "s", kind: .pairing, id: "i", requester: .init(id: "r", name: "é"),
                user: .init(id: "v", name: "u"), created: 1, expires: 2),
            .init(.deny, reason: .notMe, decided: 3), device: "d")
        #expect(
            String(decoding: record.bytesToSign(), as: UTF8.self) == """
                toopher-decision-2
                service 1
                s
                kind 7
                pairing
                id 1
                i
                requester-id 1
                r
                requester-name 2
                é
                user-id 1
                v
                user-name 1
                u
                action-id 0

                action-name 0

                terminal-id 0

                terminal-name 0

                phone-id 0

                phone-name 0

                phone-words 0

                first-from-terminal 5
                false
                challenge-required 5
                false
                number-digits 1
                0
                automation-allowed 5
                false
                created 1
                1
                expires 1
                2
                decision 4
                deny
                reason 6
                not_me
                number 0

                challenge-met 5
                false
                automated-until 1
                0
                decided 1
                3
                device 1
                d

                """)
        let plain = record.bytesToSign()
        record.subject.user.name = "u\naction-id 0\n"
        #expect(record.bytesToSign() != plain)
    }

    @Test("An authentication request ends the long poll of its phone")
    func longPoll() async throws {
        try await Harness.run(longPoll: .seconds(600)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let phrase = try await phone.phrase()
            async let heard = phone.pending(wait: 60)
            while harness.service.core.changes.waiterCount == 0 { await Task.yield() }
            let pairing = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "jdoe")], as: shop)
            #expect(try await heard["pairings"].array.map { $0["id"] } == [pairing.json["id"]])
            #expect(harness.service.core.changes.waiterCount == 0)
        }
    }

    @Test("A long poll of a phone ends without a pending decision")
    func boundedWait() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let phone = try await Phone.registered(with: harness)
            #expect(try await phone.pending(wait: 60)["pairings"] == .array([]))
        }
    }
}

#endif
