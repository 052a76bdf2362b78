#if Service

import Database
import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("One-time passwords on the phone")
struct PhonePasswordTests {
    @Test("The phone gets a secret for each enabled pairing, the same each time, and nobody else gets one")
    func secrets() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            _ = try await harness.pair(phone, user: "pending", with: shop)
            let stranger = try await Phone.registered(with: harness)
            let response = try await phone.call(.get, "/v1/device/otp")
            let list = response.json["pairings"].array
            #expect(list.count == 1 && list[0]["id"].text == pairing && list[0]["user"]["name"].text == "jdoe")
            #expect(list[0]["requester"]["name"].text == "Example Shop")
            #expect(list[0]["secret"].text.utf8.count == 32 && !list[0]["secret"].text.contains("="))
            #expect(list[0]["digits"] == .integer(6) && list[0]["period"] == .integer(30))
            #expect(try await phone.call(.get, "/v1/device/otp").json == response.json)
            #expect(try await stranger.tokens().isEmpty)
            // The call must be the phone's own, and is no call of a requester.
            var headers = try phone.headers(.get, "/v1/device/otp", [])
            #expect(try await harness.send(.get, "/v1/device/otp?x", headers: headers).status == 401)
            #expect(try await harness.send(.get, "/v1/device/otp").status == 401)
            #expect(try await harness.get("/v1/device/otp", as: shop).status == 401)
            #expect(try await harness.send(.get, "/v1/device/otp", headers: headers).status == 200)
            #expect(try await harness.send(.get, "/v1/device/otp", headers: headers).status == 401)
            headers = try stranger.headers(.get, "/v1/device/otp", [])
            headers[try #require(HTTPField.Name(DeviceProtocol.deviceHeader))] = phone.id
            #expect(try await harness.send(.get, "/v1/device/otp", headers: headers).status == 401)
        }
    }

    @Test("A password is valid one step before and after, never twice, and no earlier one afterwards")
    func steps() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let userID = try await harness.userID("jdoe", of: shop)
            let token = try #require(try await phone.tokens()["jdoe"])
            func verify(_ offset: Int64) async throws -> OneTimePasswordVerdict {
                try await harness.verify(token.password(harness.clock.now / 30 + offset), userID: userID)
            }
            #expect(try await verify(-2) == .invalid)
            #expect(try await verify(2) == .invalid)
            #expect(try await verify(-1) == .valid)
            #expect(try await verify(-1) == .invalid)
            #expect(try await verify(1) == .valid)
            for offset: Int64 in [-1, 0, 1] { #expect(try await verify(offset) == .invalid) }
            harness.clock.advance(by: 60)
            #expect(try await verify(0) == .valid)
            harness.clock.advance(by: 300)
            let password = try token.password(at: harness.clock.now)
            #expect(try await harness.verify(TestToken.wrong(password), userID: userID) == .invalid)
            #expect(try await harness.verify(password.prefix(3) + " " + password.suffix(3), userID: userID) == .valid)
        }
    }

    @Test("A password is valid for its own user only, and not after the pairing ends")
    func users() async throws {
        try await Harness.run { harness in
            let (mine, theirs) = (try await harness.requester("Mine"), try await harness.requester("Theirs"))
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: mine)
            for (user, requester) in [("sibling", mine), ("namesake", theirs)] {
                let other = try await harness.pair(phone, user: user, with: requester)
                #expect(try await phone.decide(.approve, on: other, of: .pairing).status == 200)
            }
            let tokens = try await phone.tokens()
            #expect(Set(tokens.values.map(\.hexadecimal)).count == 3)
            let password = try #require(tokens["jdoe"]).password(at: harness.clock.now)
            #expect(
                try await harness.verify(password, userID: harness.userID("sibling", of: mine)) == .invalid)
            #expect(
                try await harness.verify(password, userID: harness.userID("namesake", of: theirs)) == .invalid)
            let userID = try await harness.userID("jdoe", of: mine)
            try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                _ = try transaction.execute(
                    "UPDATE pairings SET state = 'deactivated' WHERE id = $1", [.text(pairing)])
            }
            #expect(try await harness.verify(password, userID: userID) == .invalid)
            #expect(try await Set(phone.tokens().keys) == ["sibling", "namesake"])
        }
    }

    @Test("With a second phone of a user each shows its own passwords, and both are valid")
    func twoPhones() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.service.setPolicy(of: shop.key) { $0.confirmsAdditionalPhones = false }
            var passwords: [String] = []
            for _ in 0..<2 {
                let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
                passwords.append(try #require(try await phone.tokens()["jdoe"]).password(at: harness.clock.now))
            }
            let userID = try await harness.userID("jdoe", of: shop)
            for password in passwords { #expect(try await harness.verify(password, userID: userID) == .valid) }
            for password in passwords { #expect(try await harness.verify(password, userID: userID) == .invalid) }
        }
    }
}

#endif
