#if Service

import AuditLog
import CryptoCore
import Database
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("The page on which users manage phones") struct ManagementPageTests {
    private func parameters(_ harness: Harness, _ extra: [(String, String)] = []) -> [(String, String)] {
        [
            ("username", "jdoe"), ("reset_email", "jdoe@example.com"), ("expires", String(harness.clock.now + 300)),
            ("v", "2"),
        ] + extra
    }

    private func open(
        _ harness: Harness, _ shop: TestRequester, _ extra: [(String, String)] = [],
        path: String = "/v1/web/manage_user"
    ) async throws -> String {
        let page = try await harness.page(parameters(harness, extra), as: shop, path: path)
        #expect(page.status == 200, "\(page.text)")
        return try PageTests().token(of: page)
    }

    func call(
        _ harness: Harness, _ token: String, _ name: String, _ fields: [(String, String)] = []
    ) async throws -> ServiceResponse {
        let form = FormEncoding.encode(fields.map { Parameter($0.0, $0.1) })
        return try await harness.send(
            .post, name.hasPrefix("../") ? "/v1/web/\(name.dropFirst(3))" : "/v1/web/pairing/\(name)",
            headers: [.authorization: "Bearer \(token)", .contentType: "application/x-www-form-urlencoded"],
            body: Array(form.utf8))
    }

    private func isSigned(_ payload: JSON, by shop: TestRequester) throws -> Bool {
        try payload["toopher_sig"].text == PageTests().signature(of: payload, secret: shop.secret)
    }

    @Test("A phone that scans the code is paired, and the postback is signed", arguments: ["manage_user", "pair"])
    func scan(_ name: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let token = try await open(harness, shop, [("session_token", "s9s7vsb")], path: "/v1/web/\(name)")
            #expect(try await harness.service.core.store.count("pairings") == 0, "the GET alone pairs nothing")
            #expect(try await call(harness, token, "phones").json["phones"] == .array([]))
            let invitation = try await call(harness, token, "invitation").json
            #expect(invitation["picture"].text.hasPrefix("data:image/png;base64,"))
            let id = invitation["id"].text
            let phone = try await Phone.registered(with: harness)

            async let taken = call(harness, token, "wait", [("id", id)])
            #expect(try await phone.take(invitation["link"].text).status == 200)
            let words = try DeviceFingerprint.words(x963: phone.key.publicKey.x963Representation)
            #expect(try await taken.json == .object(["status": .text("taken"), "words": .text(words)]))
            async let paired = call(harness, token, "wait", [("id", id), ("knows_phone", "true")])
            #expect(try await phone.decide(.approve, on: id, of: .pairing).status == 200)
            let result = try await paired.json
            #expect(result["status"] == .text("paired"))
            let payload = result["payload"]
            #expect(
                payload.names == [
                    "resource_type", "id", "enabled", "pending", "paired", "pairing_user_id", "user_name",
                    "user_toopher_authentication_enabled", "session_token", "timestamp", "toopher_sig",
                ])
            #expect(payload["resource_type"] == .text("pairing") && payload["id"].text == id)
            #expect(payload["enabled"] == .text("true") && payload["pending"] == .text("false"))
            #expect(payload["user_name"] == .text("jdoe") && payload["session_token"] == .text("s9s7vsb"))
            #expect(try isSigned(payload, by: shop))
            let phones = try await call(harness, token, "phones").json["phones"].array
            #expect(phones == [.object(["id": .text(id), "name": .text("Test phone"), "words": .text(words)])])
        }
    }

    @Test("A phrase that is typed into the page pairs; the words of the phone are shown")
    func phrase() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let token = try await open(harness, shop)
            let phone = try await Phone.registered(with: harness)
            let phrase = try await phone.phrase()
            let pairing = try await call(harness, token, "phrase", [("pairing_phrase", phrase.uppercased())]).json
            let words = try DeviceFingerprint.words(x963: phone.key.publicKey.x963Representation)
            #expect(pairing["words"] == .text(words))
            let id = pairing["id"].text
            #expect(
                try await call(harness, token, "phrase", [("pairing_phrase", phrase)]).refusal
                    == "400 400 No pending pairing requests with specified pairing_phrase")
            async let denied = call(harness, token, "wait", [("id", id), ("knows_phone", "1")])
            #expect(try await phone.decide(.deny, on: id, of: .pairing).status == 200)
            let result = try await denied.json
            #expect(result == .object(["status": .text("denied")]))
        }
    }

    @Test("A removed phone approves nothing more; the postback then names the user")
    func remove() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let request = try await harness.post(
                "/v1/authentication_requests/initiate", [("pairing_id", id), ("terminal_name", "t")], as: shop)
            let token = try await open(harness, shop, [("requester_metadata", ""), ("session_token", "x")])
            #expect(try await call(harness, token, "remove", [("id", id)]).json["phones"] == .array([]))
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["deactivated"] == .flag(true))
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
            let ended = try await harness.get("/v1/authentication_requests/\(request.json["id"].text)", as: shop)
            #expect(ended.json["pending"] == .flag(false) && ended.json["granted"] == .flag(false))
            let payload = try await call(harness, token, "finish").json["payload"]
            #expect(
                payload.names == [
                    "resource_type", "id", "name", "toopher_authentication_enabled", "session_token", "timestamp",
                    "toopher_sig",
                ])
            #expect(payload["resource_type"] == .text("requester_user") && payload["name"] == .text("jdoe"))
            #expect(try isSigned(payload, by: shop))
        }
    }

    @Test("Without a user the postback is the signed error 705")
    func noUser() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let token = try await open(harness, shop, [("requester_metadata", "m")])
            let payload = try await call(harness, token, "finish").json["payload"]
            #expect(payload["error_code"] == .text("705") && payload["requester_metadata"] == .text("m"))
            #expect(try isSigned(payload, by: shop))
        }
    }

    @Test("A page has no power over the phones of another user or requester, and none without its token")
    func isolation() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let other = try await harness.requester("Other")
            let (_, jane) = try await harness.pairedPhone(user: "jane", with: shop)
            let (_, foreign) = try await harness.pairedPhone(user: "jdoe", with: other)
            let token = try await open(harness, shop)
            for id in [jane, foreign, "x", ""] {
                for name in ["wait", "remove", "lost"] {
                    #expect(try await call(harness, token, name, [("id", id)]).refusal == "404 404 Not found")
                }
            }
            #expect(try await call(harness, token, "phones").json["phones"] == .array([]))
            for name in ["phones", "invitation", "phrase", "wait", "remove", "lost", "finish"] {
                #expect(try await call(harness, token + "x", name, [("id", jane)]).refusal == "404 404 Not found")
                #expect(try await harness.send(.post, "/v1/web/pairing/\(name)").refusal == "404 404 Not found")
            }
            for (requester, id) in [(shop, jane), (other, foreign)] {
                #expect(try await harness.get("/v1/pairings/\(id)", as: requester).json["enabled"] == .flag(true))
            }
            harness.clock.advance(by: 900)
            #expect(try await call(harness, token, "phones").refusal == "404 404 Not found")
        }
    }

    @Test("An expired, changed, used or incomplete URL opens no page")
    func refusals() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let target = try harness.pageTarget(parameters(harness), as: shop, path: "/v1/web/manage_user")
            #expect(
                try await harness.send(.get, target.replacing("=jdoe&", with: "=jane&")).refusal
                    == SignatureTests.refusal)
            #expect(try await harness.send(.get, target).status == 200)
            let again = try await harness.send(.get, target, headers: [.accept: "text/html"])
            #expect(again.status == 401 && again.text.contains("<h1>This page cannot be shown</h1>"))
            for (changed, message) in [
                ([("username", "jdoe")], "Missing parameter: expires"),
                ([("username", "jdoe"), ("expires", String(harness.clock.now))], "This page has expired"),
                ([("expires", String(harness.clock.now + 9))], "Missing parameter: username"),
            ] {
                let target = try harness.pageTarget(changed, as: shop, path: "/v1/web/pair")
                #expect(try await harness.send(.get, target).refusal == "400 400 \(message)")
            }
        }
    }

    @Test("Phrases that nobody shows, and codes, are limited for each user")
    func limits() async throws {
        var requests = RequestLimits()
        requests.wrongPhrasesPerUser = RateLimit(burst: 2, interval: .seconds(60))
        requests.invitationsPerUser = RateLimit(burst: 2, interval: .seconds(60))
        try await Harness.run(requests: requests) { harness in
            let shop = try await harness.requester()
            let tokens = [try await open(harness, shop), try await open(harness, shop)]
            for (name, status) in [("phrase", 400), ("invitation", 200)] {
                for number in 0..<2 {
                    let fields = [("pairing_phrase", "no such \(number)")]
                    #expect(try await call(harness, tokens[number], name, fields).status == status)
                }
                #expect(try await call(harness, tokens[0], name, [("pairing_phrase", "x")]).status == 429)
            }
            let phrase = try await Phone.registered(with: harness).phrase()
            #expect(try await call(harness, tokens[1], "phrase", [("pairing_phrase", phrase)]).status == 429)
            harness.clock.advance(by: 60)
            #expect(try await call(harness, tokens[1], "phrase", [("pairing_phrase", phrase)]).status == 200)
        }
    }

    @Test("Whoever has lost a phone gets the link by mail, at the requester's address only")
    func lost() async throws {
        let hook = HookRecorder()
        defer { hook.remove() }
        try await Harness.run(configure: { $0.mailCommand = hook.command }) { harness in
            let shop = try await harness.requester()
            let (_, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try await open(harness, shop)
            #expect(try await call(harness, token, "phones").json["can_mail"] == .flag(true))
            let fields = [("id", id), ("reset_email", "thief@example.com")]
            #expect(try await call(harness, token, "lost", fields).text == "{}")
            await harness.service.core.hooks.finish()
            #expect(hook.messages.map { $0["to"] } == [.text("jdoe@example.com")])

            let page = try await harness.page(
                [("username", "jdoe"), ("reset_email", "None"), ("expires", String(harness.clock.now + 9))], as: shop,
                path: "/v1/web/pair")
            let without = try PageTests().token(of: page)
            #expect(try await call(harness, without, "phones").json["can_mail"] == .flag(false))
            #expect(try await call(harness, without, "lost", [("id", id)]).status == 409)
        }
    }

    @Test("A phone has another name on its user's pages only, and the log has it")
    func rename() async throws {
        try await Harness.run { harness in
            let (shop, other) = (try await harness.requester(), try await harness.requester("Other"))
            let (phone, id) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let second = try await harness.pair(phone, user: "jdoe", with: other)
            #expect(try await phone.decide(.approve, on: second, of: .pairing).status == 200)
            let token = try await open(harness, shop)
            for name in ["", " ", "a\nb", "a\u{202E}b", String(repeating: "x", count: 257)] {
                let fields = [("id", id), ("name", name)]
                #expect(try await call(harness, token, "rename", fields).status == 400, "\(name)")
            }
            #expect(try await call(harness, token, "rename", [("id", second), ("name", "x")]).status == 404)
            let renamed = try await call(harness, token, "rename", [("id", id), ("name", " Old  <phone> ")])
            #expect(renamed.json["phones"].array.map { $0["name"] } == [.text("Old <phone>")])
            let foreign = try await open(harness, other)
            #expect(
                try await call(harness, foreign, "phones").json["phones"].array.map { $0["name"] }
                    == [.text("Test phone")])
            let entry = try await harness.auditEntries().last
            #expect(entry?.type == "phone_renamed" && entry?.text("name") == "Old <phone>")
            #expect(entry?.text("pairing") == id)
            _ = try await call(harness, token, "remove", [("id", id)])
            #expect(try await call(harness, token, "rename", [("id", id), ("name", "x")]).status == 404)
        }
    }

    private func account(
        _ harness: Harness, _ token: String, _ name: String, _ fields: [(String, String)] = []
    ) async throws -> ServiceResponse {
        try await call(harness, token, "../account/\(name)", fields)
    }

    @Test("Standing answers of the user are listed and ended, those of others are not there")
    func automations() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            var ids: [String] = []
            for user in ["jdoe", "jane"] {
                let (phone, _) = try await harness.pairedPhone(user: user, with: shop)
                let request = try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [("user_name", user), ("terminal_name", "t"), ("terminal_name_extra", "1")], as: shop)
                let end = harness.clock.now + 1000
                #expect(
                    try await phone.decide(.approve, on: request.json["id"].text) { $0.automatedUntil = end }.status
                        == 200)
                ids.append(
                    try await phone.call(.get, "/v1/device/automations").json["automations"].array[0]["id"].text)
            }
            let token = try await open(harness, shop)
            let listed = try await account(harness, token, "automations").json["automations"].array
            #expect(listed.map { $0["id"].text } == [ids[0]] && listed[0]["action"]["name"] == .text("Log In"))
            for id in [ids[1], "x", ""] {
                #expect(try await account(harness, token, "end_automation", [("id", id)]).status == 404)
            }
            let ended = try await account(harness, token, "end_automation", [("id", ids[0])])
            #expect(ended.json["automations"] == .array([]))
            #expect(try await account(harness, token, "end_automation", [("id", ids[0])]).status == 404)
            let entries = try await harness.auditEntries().filter { $0.type == "automation_ended" }
            #expect(entries.map { $0.text("automation") ?? "" } == [ids[0]])
            let again = try await harness.post(
                "/v1/authentication_requests/initiate",
                [("user_name", "jdoe"), ("terminal_name", "t"), ("terminal_name_extra", "1")], as: shop)
            #expect(again.json["pending"] == .flag(true))
        }
    }

    @Test("New backup codes end the former ones; a page of a log-in makes none")
    func backupCodes() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let token = try await open(harness, shop)
            #expect(try await account(harness, token, "backup_codes").status == 409)
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let former = try await harness.backupCodes(user: "jdoe", of: shop)
            let codes = try await account(harness, token, "backup_codes").json["codes"].array.map(\.text)
            #expect(codes.count == 10 && Set(codes).count == 10)
            #expect(try await harness.verify(former.codes[0], userID: former.userID) == .invalid)
            #expect(try await harness.verify(codes[0], userID: former.userID) == .valid)
            let page = try await harness.page(parameters(harness), as: shop)
            let logIn = try PageTests().token(of: page)
            for name in ["automations", "end_automation", "backup_codes"] {
                #expect(try await account(harness, logIn, name).status == 404)
                #expect(try await account(harness, token + "x", name).status == 404)
            }
        }
    }

    @Test("The page shows its names safely, permits no other script, and its files are served")
    func page() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester("Shop <b>")
            let page = try await harness.page(parameters(harness), as: shop, path: "/v1/web/manage_user")
            #expect(page.text.contains("Shop &lt;b&gt;") && page.text.contains("<bdi>jdoe</bdi>"))
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe") && !policy.contains("*"))
            for name in ["manage.js", "pairing.js", "parent.js"] {
                let file = try await harness.send(.get, "/static/\(name)")
                #expect(file.status == 200 && file.headers[.contentType] == "text/javascript; charset=utf-8")
            }
        }
    }
}

#endif
