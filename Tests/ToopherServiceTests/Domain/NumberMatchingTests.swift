#if Service

import DeviceProtocol
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Number matching") struct NumberMatchingTests {
    static let initiate = "/v1/authentication_requests/initiate"

    func initiate(_ harness: Harness, _ shop: TestRequester, _ more: [(String, String)] = []) async throws -> JSON {
        try await harness.post(
            Self.initiate, [("user_name", "jdoe"), ("terminal_name", "t")] + more, as: shop
        ).json
    }

    @Test("A requester that shows a number gets it, and the phone gets only how many digits it has", arguments: [2, 6])
    func shown(_ digits: Int) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            try await harness.set(shop) { $0.numberDigits = digits }
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request = try await initiate(harness, shop, [("shows_match_number", "true")])
            let number = request["match_number"].text
            #expect(number.utf8.count == digits && number.utf8.allSatisfy { (48...57).contains($0) })
            let shown = try await phone.call(.get, "/v1/device/pending")
            #expect(shown.json["authentication_requests"].array[0]["number_digits"] == .integer(Int64(digits)))
            #expect(shown.json["authentication_requests"].array[0].names.contains("match_number") == false)

            let id = request["id"].text
            #expect(try await phone.decide(.approve, on: id) { $0.number = number }.status == 200)
            let after = try await harness.get("/v1/authentication_requests/\(id)", as: shop).json
            #expect(after["granted"] == .flag(true) && !after.names.contains("match_number"))
        }
    }

    @Test("A wrong number or none ends the request, and the right one comes too late", arguments: ["", "x", "123"])
    func wrong(_ number: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request = try await initiate(harness, shop, [("shows_match_number", "1")])
            let id = request["id"].text
            var record = try #require(try await phone.record(.approve, to: id))
            record.answer.number = number
            #expect(try await phone.send(record).status == 200)
            record.answer.number = request["match_number"].text
            #expect(try await phone.send(record).refusal == "409 409 This has been answered already")
            let after = try await harness.get("/v1/authentication_requests/\(id)", as: shop).json
            #expect(after["granted"] == .flag(false) && after["pending"] == .flag(false))
            #expect(after["reason_code"] == .integer(8))
        }
    }

    @Test("A client that cannot show a number is not asked to, unless the policy says always")
    func notShown() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let plain = try await initiate(harness, shop)
            #expect(!plain.names.contains("match_number"))
            #expect(try await phone.decide(.approve, on: plain["id"].text).status == 200)
            try await harness.set(shop) { $0.numberMatching = .always }
            let silent = try await initiate(harness, shop)
            #expect(silent["pending"] == .flag(true) && silent["reason_code"] == .integer(708))
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
            try await harness.set(shop) { $0.numberMatching = .off }
            let off = try await initiate(harness, shop, [("shows_match_number", "1")])
            #expect(!off.names.contains("match_number"))
        }
    }

    @Test("Wrong numbers are counted across requests and at once; then the phone is silent")
    func limit() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            try await harness.set(shop) { $0.allowsConcurrentPrompts = true }
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            var records: [DeviceProtocol.DecisionRecord] = []
            for number in 0..<5 {
                let request = try await initiate(
                    harness, shop, [("shows_match_number", "1"), ("action_name", "a\(number)")])
                var record = try #require(try await phone.record(.approve, to: request["id"].text))
                record.answer.number = "wrong"
                records.append(record)
            }
            try await withThrowingTaskGroup { group in
                for record in records { group.addTask { try await phone.send(record).status } }
                for try await status in group { #expect(status == 200) }
            }
            let next = try await initiate(harness, shop)
            #expect(next["reason_code"] == .integer(708))
            harness.clock.advance(by: 899)
            #expect(try await initiate(harness, shop)["reason_code"] == .integer(708))
            harness.clock.advance(by: 1)
            #expect(try await initiate(harness, shop)["reason_code"] == .integer(0))
        }
    }
}

#endif
