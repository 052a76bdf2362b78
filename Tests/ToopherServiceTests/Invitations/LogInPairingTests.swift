#if Service

import CryptoCore
import DeviceProtocol
import Testing

@testable import ToopherService

/// The page of a log-in for a user who has no phone yet: `allow_inline_pairing`.
@Suite("Pairing on the page of a log-in") struct LogInPairingTests {
    private let pages = PageTests()
    private let manage = ManagementPageTests()
    private let pairing: JSON = .object(["status": .text("pairing")])

    private func open(_ harness: Harness, _ shop: TestRequester, _ extra: [(String, String)] = []) async throws
        -> String
    {
        try pages.token(of: try await harness.page(pages.parameters(harness, extra), as: shop))
    }

    /// Pairs a phone by the code of a page, up to what the phone decides on.
    private func offer(_ harness: Harness, _ token: String) async throws -> (phone: Phone, id: String) {
        let invitation = try await manage.call(harness, token, "invitation").json
        let phone = try await Phone.registered(with: harness)
        #expect(try await phone.take(invitation["link"].text).status == 200)
        return (phone, invitation["id"].text)
    }

    /// Gives the user a hard token.
    private func addToken(_ harness: Harness, _ shop: TestRequester) async throws {
        let added = try await harness.post(
            "/v1/users/oath_otp_validators/associate",
            [("user_name", "jdoe"), ("secret", TestToken().hexadecimal), ("requester_specified_id", "a")], as: shop)
        #expect(added.status == 200)
    }

    @Test("A user without a phone pairs one by its code, and it is then asked about the log-in")
    func scan() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let token = try await open(harness, shop)
            #expect(try await pages.result(harness, token).json == pairing)
            #expect(try await pages.result(harness, token).json == pairing)
            let (phone, id) = try await offer(harness, token)
            // Who opens the page again meanwhile is not told that it cannot be.
            #expect(try await pages.result(harness, try await open(harness, shop)).json == pairing)
            async let paired = manage.call(harness, token, "wait", [("id", id), ("knows_phone", "true")])
            #expect(try await phone.decide(.approve, on: id, of: .pairing).status == 200)
            // The postback of this page is about the log-in alone.
            #expect(try await paired.json["payload"] == .null)
            #expect(try await paired.json["status"] == .text("paired"))

            let number = try await pages.number(harness, token)
            let asked = try #require(try await phone.pending()["authentication_requests"].array.first)
            #expect(try await phone.decide(.approve, on: asked["id"].text) { $0.number = number }.status == 200)
            let payload = try await pages.result(harness, token).json["payload"]
            #expect(payload["resource_type"] == .text("authentication_request"))
            #expect(payload["granted"] == .text("true") && payload["session_token"] == .text("s9s7vsb"))
            #expect(payload["toopher_sig"].text == (try pages.signature(of: payload, secret: shop.secret)))
        }
    }

    @Test("A phrase pairs too, also after a phone was denied or removed", arguments: ["", "denied", "removed"])
    func phrase(_ before: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            if before == "removed" {
                let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
                _ = try await harness.post("/v1/pairings/\(id)", [("deactivated", "true")], as: shop)
            }
            let token = try await open(harness, shop)
            if before == "denied" {
                let (phone, id) = try await offer(harness, token)
                #expect(try await phone.decide(.deny, on: id, of: .pairing).status == 200)
            }
            let phone = try await Phone.registered(with: harness)
            let answer = try await manage.call(
                harness, token, "phrase", [("pairing_phrase", try await phone.phrase())])
            let words = try DeviceFingerprint.words(x963: phone.key.publicKey.x963Representation)
            #expect(answer.json["words"] == .text(words))
            #expect(try await phone.decide(.approve, on: answer.json["id"].text, of: .pairing).status == 200)
            #expect(try await !pages.number(harness, token).isEmpty)
        }
    }

    @Test(
        "Who has a second factor, or is disabled, or whose requester forbids it, pairs none",
        arguments: [
            "phone", "token", "disabled", "forbidden",
        ])
    func refused(_ reason: String) async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let early = try await open(harness, shop)
            switch reason {
            case "phone": _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            case "token":
                _ = try await harness.post("/v1/users/create", [("name", "jdoe")], as: shop)
                try await addToken(harness, shop)
            default:
                _ = try await harness.post("/v1/users/create", [("name", "jdoe")], as: shop)
                try await harness.service.core.store.setUser(
                    named: "jdoe", of: shop.id, isEnabled: reason != "disabled")
            }
            let token = try await open(
                harness, shop, reason == "forbidden" ? [("allow_inline_pairing", "False")] : [])
            let (phone, pairings) = (
                try await Phone.registered(with: harness), try await harness.service.core.store.count("pairings")
            )
            let phrase = try await phone.phrase()
            let expected =
                reason == "forbidden" ? "404 404 Not found" : "409 409 Only a user who has no phone can pair one here"
            // A page that was opened before has no more power than one that is opened now.
            for token in reason == "forbidden" ? [token] : [token, early] {
                for (call, fields) in [("invitation", []), ("phrase", [("pairing_phrase", phrase)])] {
                    #expect(try await manage.call(harness, token, call, fields).refusal == expected)
                }
                let result = try await pages.result(harness, token).json
                switch reason {
                case "disabled": #expect(result["payload"]["error_code"] == .text("704"))
                case "forbidden": #expect(result["payload"]["error_code"] == .text("707"))
                default: #expect(result["status"] == .text("pending"))
                }
            }
            #expect(try await harness.service.core.store.count("pairings") == pairings)
            // The phrase has not been used up.
            #expect(
                try await harness.post(
                    "/v1/pairings/create", [("user_name", "jane"), ("pairing_phrase", phrase)], as: shop
                ).status == 200)
        }
    }

    @Test("Of two first phones exactly one is enabled, at once or one after the other", arguments: [true, false])
    func one(_ isAtOnce: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let first = try await offer(harness, try await open(harness, shop))
            let second = try await offer(harness, try await open(harness, shop))
            async let one = first.phone.decide(.approve, on: first.id, of: .pairing).status
            if !isAtOnce { _ = try await one }
            async let other = second.phone.decide(.approve, on: second.id, of: .pairing).status
            let statuses = try await [one, other]
            #expect(isAtOnce ? statuses.sorted() == [200, 409] : statuses == [200, 409])
            var enabled = 0
            for id in [first.id, second.id] {
                enabled += try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(true) ? 1 : 0
            }
            #expect(enabled == 1)
            let refused = statuses[0] == 200 ? second : first
            #expect(try await refused.phone.decide(.deny, on: refused.id, of: .pairing).status == 200)
        }
    }

    @Test(
        "Nor is a first phone enabled beside what the user has got in another way meanwhile",
        arguments: ["phone", "token", "disabled"])
    func overtaken(_ reason: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, id) = try await offer(harness, try await open(harness, shop))
            switch reason {
            case "phone": _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            case "token": try await addToken(harness, shop)
            default: try await harness.service.core.store.setUser(named: "jdoe", of: shop.id, isEnabled: false)
            }
            #expect(
                try await phone.decide(.approve, on: id, of: .pairing).refusal
                    == "409 409 Only a user who has no phone can pair one here")
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(false))
        }
    }

    @Test("The page withdraws its own offer, but removes no phone and does nothing else of the page of phones")
    func power() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (mine, theirs) = (try await open(harness, shop), try await open(harness, shop))
            let withdrawn = try await offer(harness, mine)
            let late = try #require(try await withdrawn.phone.record(.approve, to: withdrawn.id, of: .pairing))
            #expect(try await manage.call(harness, mine, "remove", [("id", withdrawn.id)]).status == 200)
            #expect(try await withdrawn.phone.send(late).status == 409)
            let (phone, id) = try await offer(harness, mine)
            #expect(try await phone.decide(.approve, on: id, of: .pairing).status == 200)
            for token in [mine, theirs] {
                #expect(try await manage.call(harness, token, "remove", [("id", id)]).status == 409)
                for name in ["phones", "lost", "finish"] {
                    #expect(try await manage.call(harness, token, name, [("id", id)]).refusal == "404 404 Not found")
                }
            }
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(true))
            // A phone that was paired in another way is no business of the page at all.
            let (_, other) = try await harness.pairedPhone(user: "jdoe", with: shop)
            for name in ["wait", "remove"] {
                #expect(try await manage.call(harness, mine, name, [("id", other)]).refusal == "404 404 Not found")
            }
        }
    }
}

#endif
