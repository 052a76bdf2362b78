#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Pairings") struct PairingTests {
    @Test("From phrase to enabled pairing, every field is as the protocol has it")
    func approve() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let phrase = try await phone.phrase()
            let created = try await harness.post(
                "/v1/pairings/create", [("pairing_phrase", " \(phrase.uppercased())  "), ("user_name", "jdoe")],
                as: shop)
            #expect(created.status == 200)
            #expect(created.headers[.contentType] == "application/json; charset=utf-8")
            #expect(created.json.names == ["id", "enabled", "pending", "deactivated", "user", "device_fingerprint"])
            let fingerprint = try DeviceFingerprint.words(x963: phone.key.publicKey.x963Representation)
            #expect(created.json["device_fingerprint"] == .text(fingerprint))
            #expect(created.json["pending"] == .flag(true) && created.json["enabled"] == .flag(false))
            let user = created.json["user"]
            #expect(user.names == ["id", "name", "toopher_authentication_enabled", "disable_toopher_auth"])
            #expect(user["name"] == .text("jdoe"))
            #expect(user["toopher_authentication_enabled"] == .flag(true))
            #expect(user["disable_toopher_auth"] == .flag(false))

            let id = created.json["id"].text
            #expect(Identifier.parse(id) == id)
            #expect(try await phone.decide(.approve, on: id, of: .pairing).status == 200)
            let after = try await harness.get("/v1/pairings/\(id)", as: shop)
            #expect(after.json["pending"] == .flag(false) && after.json["enabled"] == .flag(true))
            #expect(try await harness.get("/v1/pairings/\(id.uppercased())", as: shop).status == 200)
        }
    }

    @Test("A denied pairing and an expired one are neither pending nor enabled")
    func denyAndExpire() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let denied = try await harness.pair(phone, user: "jdoe", with: shop)
            #expect(try await phone.decide(.deny, on: denied, of: .pairing).status == 200)
            let forgotten = try await harness.pair(phone, user: "jdoe", with: shop)
            let record = try #require(try await phone.record(.approve, to: forgotten, of: .pairing))
            harness.clock.advance(by: 600)
            for id in [denied, forgotten] {
                let pairing = try await harness.get("/v1/pairings/\(id)", as: shop).json
                #expect(pairing["pending"] == .flag(false) && pairing["enabled"] == .flag(false))
            }
            #expect(try await phone.send(record).refusal == "409 409 The time to answer is over")
            #expect(try await phone.pending()["pairings"] == .array([]))
        }
    }

    @Test("A phrase works once, until it expires, and only the latest of a phone")
    func phraseRules() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let refusal = "400 400 No pending pairing requests with specified pairing_phrase"
            func use(_ phrase: String) async throws -> ServiceResponse {
                try await harness.post(
                    "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "jdoe")], as: shop)
            }
            #expect(try await use("no such").refusal == refusal)
            let first = try await phone.phrase()
            let second = try await phone.phrase()
            #expect(try await use(first).refusal == refusal)
            #expect(try await use(second).status == 200)
            #expect(try await use(second).refusal == refusal)
            let third = try await phone.phrase()
            harness.clock.advance(by: 600)
            #expect(try await use(third).refusal == refusal)
        }
    }

    @Test("Of concurrent uses of one phrase, one pairs")
    func phraseRace() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phrase = try await Phone.registered(with: harness).phrase()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await harness.post(
                            "/v1/pairings/create", [("pairing_phrase", phrase), ("user_name", "user \(number)")],
                            as: shop
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 400 }.count == 7)
        }
    }

    @Test(
        "Parameters are checked",
        arguments: [
            ([("user_name", "jdoe")], "400 400 Missing parameter: pairing_phrase"),
            ([("pairing_phrase", "a b")], "400 400 Missing parameter: user_name"),
            ([("pairing_phrase", ""), ("user_name", "jdoe")], "400 400 Missing parameter: pairing_phrase"),
            ([("pairing_phrase", "a b"), ("user_name", "")], "400 400 Missing parameter: user_name"),
            ([("pairing_phrase", "a b"), ("user_name", "j\u{202E}doe")], "400 400 Invalid parameter: user_name"),
            (
                [("pairing_phrase", "a b"), ("user_name", String(repeating: "x", count: 300))],
                "400 400 Invalid parameter: user_name"
            ),
            (
                [("pairing_phrase", String(repeating: "x", count: 5000)), ("user_name", "jdoe")],
                "400 400 Invalid parameter: pairing_phrase"
            ),
        ])
    func badParameters(_ parameters: [(String, String)], _ refusal: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            #expect(try await harness.post("/v1/pairings/create", parameters, as: shop).refusal == refusal)
        }
    }

    @Test("Two phones of one user are two pairings of the same user")
    func sameUser() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let first = try await harness.pairedPhone(user: "jdoe", with: shop)
            let second = try await harness.pairedPhone(user: "jdoe", with: shop)
            let users = try await [first.pairingID, second.pairingID].asyncMap {
                try await harness.get("/v1/pairings/\($0)", as: shop).json["user"]["id"].text
            }
            #expect(users[0] == users[1] && first.pairingID != second.pairingID)
        }
    }

    @Test("A client that asks in a tight loop is answered each time")
    func tightLoop() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let id = try await harness.pair(Phone.registered(with: harness), user: "jdoe", with: shop)
            for _ in 0..<100 { #expect(try await harness.get("/v1/pairings/\(id)", as: shop).status == 200) }
        }
    }

    @Test("A pairing by a seed is not upgraded: no client shows what that meant")
    func upgrade() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let parameters = [("user_name", "jdoe"), ("label", "my token"), ("secret", "3132")]
            let signed = try await harness.post("/v1/pairings/upgrade", parameters, as: shop)
            #expect(signed.refusal == "404 404 Not found")
            #expect(try await harness.send(.post, "/v1/pairings/upgrade").status == 401)
            #expect(try await harness.service.core.store.count("users") == 0)
        }
    }
}

extension Array {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}

#endif
