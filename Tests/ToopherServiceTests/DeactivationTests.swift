#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The end of a pairing") struct DeactivationTests {
    static let deactivated = "409 707 Not allowed: This pairing has been deactivated."

    private func initiate(
        _ pairing: String, _ harness: Harness, _ shop: TestRequester
    ) async throws -> ServiceResponse {
        try await harness.post(
            "/v1/authentication_requests/initiate", [("pairing_id", pairing), ("terminal_name", "t")], as: shop)
    }

    /// How a pairing ends; each returns after the end.
    enum Way: CaseIterable {
        case byRequester, byPhone, byReset, byResetWithName
    }

    /// - Parameter known: What the phone was listed of the pairing; `nil` for what it is listed now.
    private func end(
        _ pairing: String, _ way: Way, _ harness: Harness, _ shop: TestRequester, _ phone: Phone,
        known: DeviceProtocol.RevocationRecord? = nil
    ) async throws -> ServiceResponse {
        switch way {
        case .byRequester: try await harness.post("/v1/pairings/" + pairing, [("deactivated", "True")], as: shop)
        case .byPhone:
            if let known { try await phone.end(known) } else { try await phone.end(.pairing, pairing) }
        case .byReset: try await harness.post("/v1/users/reset", [("user_name", "jdoe")], as: shop)
        case .byResetWithName: try await harness.post("/v1/users/reset", [("name", "jdoe")], as: shop)
        }
    }

    @Test(
        "Either side ends a pairing: what was pending is not granted, and what comes after is refused with 707",
        arguments: Way.allCases)
    func ends(_ way: Way) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let (bystander, otherPairing) = try await harness.pairedPhone(user: "other", with: shop)
            let request = try await initiate(pairing, harness, shop).json["id"].text
            let otherRequest = try await initiate(otherPairing, harness, shop).json["id"].text
            let record = try #require(try await phone.record(.approve, to: request, of: .authenticationRequest))
            let known = try await phone.revocation(.pairing, pairing)
            // Twice: the second time it has ended already.
            for _ in 0..<2 {
                let response = try await end(pairing, way, harness, shop, phone, known: known)
                #expect(response.status == 200, "\(response.text)")
                switch way {
                case .byRequester: #expect(response.json["deactivated"] == .flag(true))
                case .byPhone: #expect(response.json["pairing"].text == pairing)
                case .byReset, .byResetWithName: #expect(response.text == "{}")
                }
            }
            let stored = try await harness.get("/v1/pairings/" + pairing, as: shop).json
            #expect(stored["deactivated"] == .flag(true) && stored["enabled"] == .flag(false))
            #expect(stored["pending"] == .flag(false))
            #expect(try await phone.send(record).status == 409)
            let ended = try await harness.get("/v1/authentication_requests/" + request, as: shop).json
            #expect(ended["pending"] == .flag(false) && ended["granted"] == .flag(false))
            #expect(ended["reason_code"] == .integer(7) && ended["reason"].text == "The pairing was deactivated")
            #expect(try await initiate(pairing, harness, shop).refusal == Self.deactivated)
            #expect(try await phone.call(.get, "/v1/device/pairings").json["pairings"].array.isEmpty)

            // Nobody else is concerned.
            let decided = try await bystander.decide(.approve, on: otherRequest, of: .authenticationRequest)
            #expect(decided.status == 200)
            // The user pairs again, with the same phone.
            let again = try await harness.pair(phone, user: "jdoe", with: shop)
            #expect(try await phone.decide(.approve, on: again, of: .pairing).status == 200)
            #expect(try await initiate(again, harness, shop).status == 200)
            #expect(try await initiate(pairing, harness, shop).refusal == Self.deactivated)
        }
    }

    @Test("A pairing that was deactivated before its approval cannot be approved", arguments: [true, false])
    func pendingPairing(byPhone: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let record = try #require(try await phone.record(.approve, to: pairing, of: .pairing))
            #expect(
                try await end(pairing, byPhone ? .byPhone : .byReset, harness, shop, phone).status == 200)
            #expect(try await phone.send(record).status == 409)
            #expect(
                try await harness.get("/v1/pairings/" + pairing, as: shop).json["enabled"] == .flag(false))
        }
    }

    @Test("What has been decided or has expired stays as it is")
    func decided() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let granted = try await initiate(pairing, harness, shop).json["id"].text
            #expect(try await phone.decide(.approve, on: granted, of: .authenticationRequest).status == 200)
            let expired = try await initiate(pairing, harness, shop).json["id"].text
            harness.clock.advance(by: 120)
            #expect(try await end(pairing, .byRequester, harness, shop, phone).status == 200)
            for (id, code) in [(granted, Int64(1)), (expired, 3)] {
                let request = try await harness.get("/v1/authentication_requests/" + id, as: shop).json
                #expect(request["reason_code"] == .integer(code))
            }
        }
    }

    @Test("A wait for a request ends with its pairing")
    func wakesWaiters() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request = try await initiate(pairing, harness, shop).json["id"].text
            async let waiting = harness.get("/v1/authentication_requests/\(request)?wait=20", as: shop)
            #expect(try await end(pairing, .byPhone, harness, shop, phone).status == 200)
            #expect(try await waiting.json["reason_code"] == .integer(7))
        }
    }

    @Test(
        "Only a clear word deactivates",
        arguments: [
            ([("deactivated", "")], "400 400 Missing parameter: deactivated"),
            ([], "400 400 Missing parameter: deactivated"),
            ([("deactivated", "yes")], "400 400 Invalid parameter: deactivated"),
        ])
    func words(_ parameters: [(String, String)], _ refusal: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let path = "/v1/pairings/" + pairing
            #expect(try await harness.post(path, parameters, as: shop).refusal == refusal)
            let unchanged = try await harness.post(path, [("deactivated", "0")], as: shop)
            #expect(unchanged.status == 200 && unchanged.json["enabled"] == .flag(true))
            // No word of a requester enables a pairing again.
            #expect(try await end(pairing, .byPhone, harness, shop, phone).status == 200)
            #expect(try await harness.post(path, [("deactivated", "false")], as: shop).refusal == Self.deactivated)
            #expect(
                try await harness.post("/v1/users/reset", [("name", "nobody")], as: shop).refusal
                    == "409 705 No matching user exists.")
            #expect(
                try await harness.post("/v1/users/reset", [], as: shop).refusal
                    == "400 400 Missing parameter: user_name")
        }
    }

    @Test("A phone lists and revokes its own pairings, and no other")
    func phone() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, first) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let second = try await harness.pair(phone, user: "jane", with: other)
            let stranger = try await Phone.registered(with: harness)
            func list() async throws -> [String] {
                try await phone.call(.get, "/v1/device/pairings").json["pairings"].array.map {
                    "\($0["requester"]["name"].text) \($0["user"]["name"].text) \($0["id"].text == first)"
                }
            }
            #expect(try await list() == ["Example Shop jdoe true"], "the second one is pending")
            #expect(try await phone.decide(.approve, on: second, of: .pairing).status == 200)
            #expect(try await Set(list()) == ["Example Shop jdoe true", "Other jane false"])
            #expect(try await stranger.call(.get, "/v1/device/pairings").text == #"{"pairings":[]}"#)

            let known = try #require(try await phone.revocation(.pairing, first))
            for id in [first, UserTests.unknownID, "x", ""] {
                var record = known
                record.subject.id = id
                #expect(try await stranger.end(record).refusal == UserTests.notFound)
            }
            for body in ["", "{}", "[]", #"{"pairing":1}"#, "\u{0}"] {
                #expect(try await phone.call(.post, "/v1/device/revocations", body).status == 400)
            }
            // Another body under the same signature of the call.
            let signature = Base64.encodeURL(try phone.key.signature(for: known.bytesToSign()))
            let body = Array(known.subject.submission(signature: signature).utf8)
            let headers = try phone.headers(.post, "/v1/device/revocations", Array(#"{"pairing":"x"}"#.utf8))
            #expect(
                try await harness.send(.post, "/v1/device/revocations", headers: headers, body: body).status == 401)
            #expect(try await list().count == 2)
            #expect(try await phone.end(.pairing, second).status == 200)
            #expect(try await list() == ["Example Shop jdoe true"])
        }
    }

    @Test("The pairings of a user are listed, all, or only those that were not deactivated, in parts")
    func list() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, first) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(try await end(first, .byRequester, harness, shop, phone).status == 200)
            let second = try await harness.pair(phone, user: "jdoe", with: shop)
            _ = try await harness.pairedPhone(user: "other", with: shop)
            let user = try await harness.get("/v1/users?name=jdoe", as: shop).json.array[0]["id"].text
            func list(_ query: String) async throws -> Set<String> {
                let response = try await harness.get("/v1/users/\(user)/pairings" + query, as: shop)
                #expect(response.status == 200)
                return Set(response.json.array.map { $0["id"].text })
            }
            #expect(try await list("") == [first, second])
            #expect(try await list("?deactivated=0") == [second])
            #expect(try await list("?deactivated=1") == [first])
            let ordered = [first, second].sorted()
            #expect(try await list("?limit=1") == [ordered[0]])
            #expect(try await list("?limit=1&after=\(ordered[0])") == [ordered[1]])
            #expect(try await list("?after=\(ordered[1])") == [])
            let object = try await harness.get("/v1/users/\(user)/pairings?deactivated=0", as: shop).json.array[0]
            let single = try await harness.get("/v1/pairings/" + second, as: shop).json
            // By itself it has the words of its phone's key too.
            #expect(single.names.subtracting(["device_fingerprint"]) == object.names)
            for name in object.names { #expect(single[name] == object[name]) }
            #expect(
                try await harness.get("/v1/users/\(UserTests.unknownID)/pairings", as: shop).refusal
                    == UserTests.notFound)
        }
    }
}

#endif
