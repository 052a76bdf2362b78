#if Service

import Database
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("Prompts on the phone") struct PromptTests {
    static let initiate = "/v1/authentication_requests/initiate"

    func initiate(
        _ harness: Harness, _ shop: TestRequester, _ parameters: [(String, String)]
    ) async throws -> ServiceResponse {
        try await harness.post(Self.initiate, [("user_name", "jdoe")] + parameters, as: shop)
    }

    func status(_ harness: Harness, _ shop: TestRequester, _ id: String) async throws -> Int64 {
        try await harness.get("/v1/authentication_requests/\(id)", as: shop).json["reason_code"].integer
    }

    @Test("A user has one request of a requester to answer: a newer one ends the older, an equal one is the older")
    func one() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let cookie = [("terminal_name", "t"), ("terminal_name_extra", "cookie")]
            let first = try await initiate(harness, shop, cookie).json["id"].text
            #expect(try await initiate(harness, shop, cookie).json["id"].text == first)
            let second = try await initiate(harness, shop, cookie + [("action_name", "pay")]).json["id"].text
            #expect(second != first)
            #expect(try await status(harness, shop, first) == 5)
            #expect(try await phone.pending()["authentication_requests"].array.map { $0["id"].text } == [second])

            // A name proves nothing: a stranger's request from a terminal of the same name is another one.
            let named = [("terminal_name", "laptop")]
            let mine = try await initiate(harness, shop, named).json["id"].text
            let theirs = try await initiate(harness, shop, named).json["id"].text
            #expect(mine != theirs)
            #expect(try await status(harness, shop, mine) == 5)

            // Another requester's requests stand beside them.
            let bank = try await harness.requester("Bank")
            let other = try await harness.pair(phone, user: "jdoe", with: bank)
            _ = try await phone.decide(.approve, on: other, of: .pairing)
            let asked = try await initiate(harness, bank, cookie).json["id"].text
            harness.clock.advance(by: 10)
            let shown = try await phone.pending()["authentication_requests"].array.map { $0["id"].text }
            #expect(Set(shown) == [theirs, asked])
        }
    }

    @Test("Whoever is asked again and again is asked later, and sees the newest first")
    func delays() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for _ in 0..<3 {
                let request = try await initiate(harness, shop, [("terminal_name", "t")]).json
                #expect(request["reason_code"] == .integer(0))
                #expect(try await phone.decide(.deny, on: request["id"].text).status == 200)
            }
            let late = try await initiate(harness, shop, [("terminal_name", "t")]).json
            #expect(late["pending"] == .flag(true) && late["reason_code"] == .integer(708))
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
            harness.clock.advance(by: 10)
            let id = late["id"].text
            #expect(try await phone.pending()["authentication_requests"].array.map { $0["id"].text } == [id])
            #expect(try await phone.decide(.approve, on: id).status == 200)
            #expect(try await initiate(harness, shop, [("terminal_name", "t")]).json["reason_code"] == .integer(0))
        }
    }

    @Test("No requester pushes another's request off the screen, and the phone hears how many more there are")
    func fairness() async throws {
        try await Harness.run { harness in
            let (noisy, quiet) = (try await harness.requester("Noisy"), try await harness.requester("Quiet"))
            try await harness.set(noisy) { $0.allowsConcurrentPrompts = true }
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: noisy)
            let pairing = try await harness.pair(phone, user: "jdoe", with: quiet)
            _ = try await phone.decide(.approve, on: pairing, of: .pairing)
            let asked = try await initiate(harness, quiet, [("terminal_name", "t")]).json["id"].text
            var newest = ""
            for number in 0..<25 {
                harness.clock.advance(by: 1)
                newest = try await initiate(harness, noisy, [("terminal_name", "t\(number)")]).json["id"].text
            }
            let list = try await phone.pending()
            let shown = list["authentication_requests"].array.map { $0["id"].text }
            #expect(shown.first == newest && shown.last == asked && shown.count == 11)
            #expect(list["more"] == .integer(15))
        }
    }

    @Test("A requester without a name or an id of the terminal can ask")
    func unnamedTerminal() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for parameters in [[("pairing_id", pairing)], [("user_name", "jdoe"), ("terminal_name", "")]] {
                let request = try await harness.post(Self.initiate, parameters, as: shop)
                #expect(request.status == 200, "\(request.text)")
                let terminal = request.json["terminal"]
                #expect(terminal["id"].text.utf8.count == 36)
                #expect(terminal["name"] == .text("") && terminal["requester_specified_id"] == .text(""))
                #expect(try await phone.decide(.approve, on: request.json["id"].text).status == 200)
            }
        }
    }

    @Test("A cancelled request cannot be approved, and one that has ended keeps its end")
    func cancel() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await initiate(harness, shop, [("terminal_name", "t")]).json["id"].text
            let path = "/v1/authentication_requests/\(id)/cancel"
            let record = try #require(try await phone.record(.approve, to: id))
            #expect(try await harness.post(path, [], as: other).status == 404)
            #expect(try await status(harness, shop, id) == 0)
            let cancelled = try await harness.post(path, [], as: shop)
            #expect(cancelled.status == 200 && cancelled.json["reason_code"] == .integer(4))
            #expect(cancelled.json["pending"] == .flag(false) && cancelled.json["granted"] == .flag(false))
            #expect(try await phone.send(record).refusal == "409 409 This has been answered already")
            #expect(try await phone.pending()["authentication_requests"] == .array([]))

            let next = try await initiate(harness, shop, [("terminal_name", "t")]).json["id"].text
            _ = try await phone.decide(.approve, on: next)
            let late = try await harness.post("/v1/authentication_requests/\(next)/cancel", [], as: shop)
            #expect(late.json["granted"] == .flag(true) && late.json["reason_code"] == .integer(1))
        }
    }

    @Test("The same idempotency key gives the same request, and is not taken for another one")
    func idempotency() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let pairing = try await harness.pair(phone, user: "jdoe", with: other)
            _ = try await phone.decide(.approve, on: pairing, of: .pairing)
            let parameters = [("terminal_name", "t"), ("idempotency_key", "k-1")]
            let first = try await initiate(harness, shop, parameters).json["id"].text
            #expect(try await initiate(harness, shop, parameters).json["id"].text == first)
            #expect(
                try await initiate(harness, shop, [("terminal_name", "u"), ("idempotency_key", "k-1")]).refusal
                    == "409 409 This idempotency_key was used for another request")
            #expect(try await initiate(harness, other, parameters).json["id"].text != first)
            _ = try await phone.decide(.approve, on: first)
            let again = try await initiate(harness, shop, parameters).json
            #expect(again["id"].text == first && again["granted"] == .flag(true))
            harness.clock.advance(by: 86_400)
            #expect(try await initiate(harness, shop, parameters).json["id"].text != first)
        }
    }

    @Test(
        "The commit itself refuses an approval for a user or a pairing that is no longer active",
        arguments: [true, false])
    func commitChecks(_ isUser: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await initiate(harness, shop, [("terminal_name", "t")]).json["id"].text
            let record = try #require(try await phone.record(.approve, to: id))
            // Behind the back of what withdraws requests, as another transaction of the same moment would.
            _ = try await harness.service.core.store.database.write { transaction throws(DatabaseError) in
                try transaction.execute(
                    isUser
                        ? "UPDATE users SET is_enabled = 0" : "UPDATE pairings SET state = 'deactivated' WHERE id = $1",
                    isUser ? [] : [.text(pairing)])
            }
            #expect(try await phone.send(record).refusal == "409 409 This has been answered already")
            #expect(try await status(harness, shop, id) == 0)
        }
    }
}

#endif
