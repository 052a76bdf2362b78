#if Service

import Database
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("Reset links") struct ResetLinkTests {
    private static let cannot = "This link cannot be used"

    private func generate(
        _ harness: Harness, _ shop: TestRequester, _ id: String, _ parameters: [(String, String)] = []
    ) async throws -> String {
        let response = try await harness.post("/v1/pairings/\(id)/generate_reset_link", parameters, as: shop)
        #expect(response.status == 200, "\(response.text)")
        let url = response.json["url"].text
        #expect(url.hasPrefix("\(Harness.base)/v1/pairings/\(id)/reset?reset_authorization="))
        return String(url.dropFirst(Harness.base.count))
    }

    private func submit(
        _ harness: Harness, _ path: String, answer: String? = nil, token: String? = nil
    ) async throws -> ServiceResponse {
        let parts = path.split(separator: "?reset_authorization=")
        var fields = [Parameter("reset_authorization", token ?? String(parts[1]))]
        if let answer { fields.append(Parameter("security_answer", answer)) }
        return try await harness.send(
            .post, String(parts[0]), headers: [.contentType: "application/x-www-form-urlencoded"],
            body: Array(FormEncoding.encode(fields).utf8))
    }

    /// The link in the page that follows.
    private func link(in page: ServiceResponse) throws -> String {
        let start = try #require(page.text.firstRange(of: "href=\"http://toopher.test/pair/"))
        return "/pair/" + String(page.text[start.upperBound...].prefix { $0 != "\"" })
    }

    @Test("The page changes nothing until it is confirmed; then the phone is removed and another one pairs")
    func reset() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester("Shop <b>")
            let (phone, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("pairing_id", id), ("terminal_name", "t")], as: shop)
            let requestID = request.json["id"].text
            let path = try await generate(harness, shop, id)
            for _ in 0..<3 {
                let page = try await harness.send(.get, path)
                #expect(page.status == 200 && page.text.contains("<h1>Remove a lost phone</h1>"))
                #expect(page.text.contains("Shop &lt;b&gt;") && page.text.contains("Test phone"))
                let policy = try #require(page.headers[.contentSecurityPolicy])
                #expect(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"))
                #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
                #expect(page.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
            }
            #expect(try await harness.send(.head, path).status != 500)
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(true))

            let waiting = Task {
                try await harness.get("/v1/authentication_requests/\(requestID)?wait=20", as: shop)
            }
            let done = try await submit(harness, path)
            #expect(done.status == 200 && done.text.contains("<h1>The phone is removed</h1>"), "\(done.text)")
            #expect(done.text.contains("src=\"data:image/png;base64,"))
            let ended = try await waiting.value.json
            #expect(ended["pending"] == .flag(false) && ended["granted"] == .flag(false))
            let old = try await harness.get("/v1/pairings/\(id)", as: shop).json
            #expect(old["deactivated"] == .flag(true) && old["enabled"] == .flag(false))
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
            #expect(
                try await harness.post(
                    "/v1/authentication_requests/initiate", [("pairing_id", id), ("terminal_name", "t")], as: shop
                ).refusal == "409 707 Not allowed: This pairing has been deactivated.")

            let next = try await Phone.registered(with: harness)
            let taken = try await next.take(try link(in: done))
            #expect(taken.json["user"]["name"] == .text("jdoe"))
            #expect(try await next.decide(.approve, on: taken.json["id"].text, of: .pairing).status == 200)
            #expect(
                try await harness.post(
                    "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop
                ).status == 200)
            #expect(try await next.pending()["authentication_requests"].array.count == 1)
        }
    }

    @Test("A decision that the lost phone had signed before counts for nothing afterwards")
    func lostPhone() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("pairing_id", id), ("terminal_name", "t")], as: shop)
            let requestID = request.json["id"].text
            let record = try #require(try await phone.record(.approve, to: requestID, of: .authenticationRequest))
            let path = try await generate(harness, shop, id)
            #expect(try await submit(harness, path).status == 200)
            #expect(try await phone.send(record).status == 409)
            let after = try await harness.get("/v1/authentication_requests/\(requestID)", as: shop).json
            #expect(after["granted"] == .flag(false) && after["pending"] == .flag(false))
            #expect(after["reason"] == .text("The pairing was deactivated"))
        }
    }

    @Test("A form that is sent again shows the same pairing while it waits, and then nothing")
    func again() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let path = try await generate(harness, shop, id)
            let first = try await submit(harness, path)
            #expect(try await submit(harness, path).text == first.text)
            #expect(try await harness.service.core.store.count("pairings") == 2)
            #expect(try await harness.send(.get, path).text.contains(Self.cannot))
            _ = try await Phone.registered(with: harness).take(try link(in: first))
            #expect(try await submit(harness, path).text.contains(Self.cannot))
        }
    }

    @Test("Of forms that are sent at once, all show one pairing")
    func race() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let paths = [try await generate(harness, shop, id), try await generate(harness, shop, id)]
            let pages = try await withThrowingTaskGroup(of: ServiceResponse.self) { group in
                for number in 0..<6 { group.addTask { try await submit(harness, paths[number % 2]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // Of two links one deactivates the pairing; the other is then worth nothing.
            #expect(pages.filter { $0.status == 200 }.count == 3 && pages.filter { $0.status == 404 }.count == 3)
            #expect(try await harness.service.core.store.count("pairings") == 2)
        }
    }

    @Test("A wrong, changed, expired or foreign link removes nothing")
    func refused() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let (_, other) = try await harness.pairedPhone(user: "jane", with: shop)
            let path = try await generate(harness, shop, id)
            for changed in [
                path + "x", String(path.dropLast()), path.replacing(id, with: other),
                path.replacing("reset_authorization", with: "reset"), "/v1/pairings/x/reset?reset_authorization=y",
            ] {
                let page = try await harness.send(.get, changed)
                #expect(page.status == 404 && page.text.contains(Self.cannot))
            }
            #expect(try await submit(harness, path, token: "x").text.contains(Self.cannot))
            #expect(try await submit(harness, path.replacing(id, with: other)).text.contains(Self.cannot))
            let parts = path.split(separator: "?")
            let unencoded = try await harness.send(
                .post, String(parts[0]), headers: [.contentType: "text/plain"], body: Array(parts[1].utf8))
            #expect(unencoded.text.contains(Self.cannot))
            // The authority is in the body only: a link that is followed with POST has none.
            #expect(try await harness.send(.post, path).text.contains(Self.cannot))
            harness.clock.advance(by: 3600)
            #expect(try await harness.send(.get, path).text.contains(Self.cannot))
            #expect(try await submit(harness, path).text.contains(Self.cannot))
            for pairing in [id, other] {
                #expect(try await harness.get("/v1/pairings/\(pairing)", as: shop).json["enabled"] == .flag(true))
            }
        }
    }

    @Test("Where an administrator has deactivated the pairing or the user, the link no longer pairs")
    func administrator() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let path = try await generate(harness, shop, id)
            let store = harness.service.core.store
            try await store.setUser(named: "jdoe", of: shop.id, isEnabled: false)
            #expect(try await submit(harness, path).text.contains(Self.cannot))
            try await store.setUser(named: "jdoe", of: shop.id, isEnabled: true)
            let now = harness.clock.now
            try await store.database.write { transaction throws(DatabaseError) in
                _ = try Store.deactivatePairings(.one(id: id), by: .requester, now: now, transaction)
            }
            #expect(try await submit(harness, path).text.contains(Self.cannot))
            #expect(try await store.count("pairings") == 1)
        }
    }

    @Test("The security question is asked; case and spaces of the answer do not matter, and guesses are few")
    func question() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        try await Harness.run(database: database.path) { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let check = [("security_question", "First pet <?"), ("security_answer", "Mr  Whiskers")]
            let path = try await generate(harness, shop, id, check)
            let stored = String(decoding: database.contents(), as: UTF8.self).lowercased()
            #expect(!stored.contains("whiskers") && stored.contains("first pet"))
            #expect(try await harness.send(.get, path).text.contains("<bdi>First pet &lt;?</bdi>"))
            for wrong in ["", "Rex", "mrwhiskers", "Mr Whiskers\u{202E}"] {
                let page = try await submit(harness, path, answer: wrong)
                #expect(page.status == 403 && page.text.contains("That is not the answer"))
            }
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(true))
            #expect(try await submit(harness, path, answer: "  MR whiskers ").status == 200)
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["deactivated"] == .flag(true))
        }
    }

    @Test("After five wrong answers the right one no longer counts, also of many that come at once")
    func guesses() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let path = try await generate(
                harness, shop, id, [("security_question", "Pet?"), ("security_answer", "Rex")])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    group.addTask { try await submit(harness, path, answer: "guess \(number)").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 403 }.count == 4 && statuses.filter { $0 == 404 }.count == 8)
            #expect(try await submit(harness, path, answer: "Rex").text.contains(Self.cannot))
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(true))
        }
    }

    @Test("Links are for enabled pairings of the requester's own, with both of question and answer or neither")
    func parameters() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let other = try await harness.requester("Other")
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            func refusal(_ id: String, _ parameters: [(String, String)], as requester: TestRequester) async throws
                -> String
            {
                try await harness.post("/v1/pairings/\(id)/generate_reset_link", parameters, as: requester).refusal
            }
            #expect(
                try await refusal(id, [("security_question", "Pet?"), ("security_answer", "")], as: shop)
                    == "400 400 Missing parameter: security_answer")
            #expect(
                try await refusal(id, [("security_answer", "Rex")], as: shop)
                    == "400 400 Missing parameter: security_question")
            #expect(try await refusal(id, [], as: other) == "404 404 Not found")
            #expect(try await refusal("x", [], as: shop) == "404 404 Not found")
            _ = try await generate(harness, shop, id, [("security_question", ""), ("security_answer", "")])
            let invited = try await harness.post("/v1/pairings/create/qr", [("user_name", "jim")], as: shop)
            #expect(
                try await refusal(invited.json["id"].text, [], as: shop)
                    == "409 601 Pairing has not been authorized to authenticate.")
            harness.clock.advance(by: 600)
            #expect(
                try await refusal(invited.json["id"].text, [], as: shop)
                    == "409 707 Not allowed: This pairing has been deactivated.")
        }
    }

    @Test("A link is mailed by the operator's command, within limits")
    func mailed() async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        var requests = RequestLimits()
        requests.mailsPerAddress = RateLimit(burst: 2, interval: .seconds(60))
        try await Harness.run(requests: requests, configure: { $0.mailCommand = hook.command }) { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            func send(_ address: String) async throws -> ServiceResponse {
                try await harness.post("/v1/pairings/\(id)/send_reset_link", [("reset_email", address)], as: shop)
            }
            let response = try await send("jdoe@example.com")
            #expect(response.status == 200 && response.text == "{}")
            await harness.service.core.hooks.finish()
            let message = try #require(hook.messages.first)
            #expect(message["kind"] == .text("reset") && message["to"] == .text("jdoe@example.com"))
            let path = String(message["link"].text.dropFirst(Harness.base.count))
            #expect(try await harness.send(.get, path).status == 200)
            #expect(try await send("JDoe@example.com").status == 200)
            #expect(try await send("jdoe@example.com").status == 429)
            #expect(try await send("").refusal == "400 400 Missing parameter: reset_email")
            #expect(try await send("jdoe@example.com\nBcc: x@y").refusal == "400 400 Invalid parameter: reset_email")
            #expect(try await submit(harness, path).status == 200)
        }
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            #expect(
                try await harness.post(
                    "/v1/pairings/\(id)/send_reset_link", [("reset_email", "a@b")], as: shop
                ).refusal == "409 409 This service sends no mail: its operator has set no --mail-command")
            #expect(try await harness.service.core.store.count("reset_links") == 0)
        }
    }
}

#endif
