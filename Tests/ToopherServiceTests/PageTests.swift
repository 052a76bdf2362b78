#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("The iframe page") struct PageTests {
    func parameters(_ harness: Harness, _ extra: [(String, String)] = []) -> [(String, String)] {
        [
            ("username", "jdoe"), ("reset_email", ""), ("session_token", "s9s7vsb"), ("action_name", "Log In"),
            ("requester_metadata", "a=b&c ~*"), ("expires", String(harness.clock.now + 300)), ("v", "2"),
        ] + extra
    }

    func token(of page: ServiceResponse) throws -> String {
        let start = try #require(page.text.firstRange(of: "data-token=\""))
        return String(page.text[start.upperBound...].prefix { $0 != "\"" })
    }

    /// Requests the result as the page's script does after its first request, which does not wait.
    func result(_ harness: Harness, _ token: String) async throws -> ServiceResponse {
        try await harness.send(.post, "/v1/web/result?wait=25", headers: [.authorization: "Bearer \(token)"])
    }

    /// The first request of the page's script; returns the number that the page shows.
    func number(_ harness: Harness, _ token: String) async throws -> String {
        let response = try await harness.send(
            .post, "/v1/web/result", headers: [.authorization: "Bearer \(token)"])
        return response.json["match_number"].text
    }

    /// An independent implementation of the signature: Python 2's encoding, and the raw secret as key.
    func signature(of payload: JSON, secret: String) throws -> String {
        func quote(_ text: String) -> String {
            text.utf8.map { byte -> String in
                switch Character(Unicode.Scalar(byte)) {
                case "A"..."Z", "a"..."z", "0"..."9", "_", ".", "-": String(Unicode.Scalar(byte))
                case " ": "+"
                default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }.joined()
        }
        let names = payload.names.subtracting(["toopher_sig"]).sorted()
        let text = names.map { "\(quote($0))=\(quote(payload[$0].text))" }.joined(separator: "&")
        let key = try HMACKey(.sha1, key: SecretBytes(utf8: secret))
        return Base64.encode(try key.authenticationCode(for: Array(text.utf8)))
    }

    @Test("The page shows requester, user, action and terminal safely, and permits no other script")
    func page() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester("Shop <b>")
            let page = try await harness.page(
                parameters(harness, [("terminal_name", "\"><script>alert(1)</script> {{token}}")]), as: shop)
            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"))
            #expect(!policy.contains("unsafe") && !policy.contains("*"))
            #expect(page.headers[.cacheControl] == "no-store")
            #expect(page.text.contains("Shop &lt;b&gt;") && page.text.contains("<h1><bdi>Log In</bdi></h1>"))
            #expect(page.text.contains("<bdi>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; {{token}}</bdi>"))
            #expect(!page.text.contains("onclick") && !page.text.contains("<style"))
            #expect(!page.text.contains(shop.secret))
        }
    }

    @Test("A decision on the phone gives a signed postback with every field", arguments: [true, false])
    func postback(_ isApproved: Bool) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let page = try await harness.page(
                parameters(harness, [("requester_specified_terminal_id", "cookie")]), as: shop, path: "/v1/web/auth")
            let token = try token(of: page)
            #expect(
                try await phone.pending()["authentication_requests"] == .array([]), "the GET alone notifies no phone")
            let number = try await number(harness, token)
            #expect(number.utf8.count == 2)
            async let completion = result(harness, token)
            let shown = try await phone.pending(wait: 20)["authentication_requests"].array
            let id = try #require(shown.first?["id"].text)
            #expect(shown.first?["number_digits"] == .integer(2))
            _ = try await phone.decide(isApproved ? .approve : .deny, on: id) { $0.number = isApproved ? number : "" }
            let complete = try await completion.json
            #expect(complete["status"] == .text("complete"))
            let payload = complete["payload"]
            #expect(
                payload.names == [
                    "resource_type", "id", "pending", "granted", "automated", "reason", "reason_code", "terminal_id",
                    "terminal_name", "terminal_requester_specified_id", "pairing_user_id", "user_name",
                    "user_toopher_authentication_enabled", "action_id", "action_name", "requester_metadata",
                    "session_token", "timestamp", "toopher_sig",
                ])
            #expect(payload["granted"].text == String(isApproved) && payload["pending"].text == "false")
            #expect(payload["id"].text == id && payload["user_name"].text == "jdoe")
            #expect(payload["session_token"].text == "s9s7vsb")
            #expect(payload["requester_metadata"].text == "a=b&c ~*")
            #expect(payload["terminal_requester_specified_id"].text == "cookie")
            #expect(payload["timestamp"].text == String(harness.clock.now))
            #expect(payload["toopher_sig"].text == (try signature(of: payload, secret: shop.secret)))
        }
    }

    @Test("One decision gives one postback, however often and late the page requests it", arguments: [true, false])
    func once(_ isDecided: Bool) async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try token(of: try await harness.page(parameters(harness), as: shop))
            let number = try await number(harness, token)
            let shown = try #require(try await phone.pending()["authentication_requests"].array.first)
            harness.clock.advance(by: isDecided ? 5 : 120)
            if isDecided { _ = try await phone.decide(.approve, on: shown["id"].text) { $0.number = number } }
            let first = try await result(harness, token).json
            #expect(first["payload"]["timestamp"].text == String(harness.clock.now))
            #expect(first["payload"]["granted"].text == String(isDecided))
            harness.clock.advance(by: 5)
            #expect(try await result(harness, token).json == first)
            let other = try self.token(of: try await harness.page(parameters(harness), as: shop))
            _ = try await result(harness, other)
            #expect(try await result(harness, token).json == first)
        }
    }

    @Test("The encoder gives the published postback signature")
    func vector() throws {
        let fields = [
            ("id", "1"), ("name", "user name"), ("resource_type", "requester_user"),
            ("toopher_authentication_enabled", "true"),
        ].map { Parameter($0.0, $0.1) }
        let signed = try Postback.signed(
            fields, echo: .init(sessionToken: "s9s7vsb", requesterMetadata: nil), time: 1000,
            secret: SecretBytes(utf8: "hijklmnop"))
        #expect(signed.first("toopher_sig") == "RszgG9QE1rF9t7DVTGg+1I25yHM=")
    }

    @Test("After its deadline a request gives a postback that grants nothing")
    func expiry() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let token = try token(of: try await harness.page(parameters(harness), as: shop))
            #expect(try await result(harness, token).json["status"] == .text("pending"))
            harness.clock.advance(by: 120)
            let payload = try await result(harness, token).json["payload"]
            #expect(payload["granted"].text == "false" && payload["pending"].text == "false")
            #expect(payload["toopher_sig"].text == (try signature(of: payload, secret: shop.secret)))
        }
    }

    @Test("A user who cannot be asked gives a signed error postback", arguments: ["705", "707", "704"])
    func errors(_ code: String) async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            if code != "705" {
                let phone = try await Phone.registered(with: harness)
                let id = try await harness.pair(phone, user: "jdoe", with: shop)
                _ = try await phone.decide(code == "704" ? .approve : .deny, on: id, of: .pairing)
                try await harness.service.core.store.setUser(named: "jdoe", of: shop.id, isEnabled: code != "704")
            }
            let token = try token(
                of: try await harness.page(parameters(harness, [("allow_inline_pairing", "false")]), as: shop))
            let payload = try await result(harness, token).json["payload"]
            #expect(
                payload.names == [
                    "error_code", "error_message", "session_token", "timestamp", "requester_metadata", "toopher_sig",
                ])
            #expect(payload["error_code"].text == code)
            #expect(payload["toopher_sig"].text == (try signature(of: payload, secret: shop.secret)))
            // Whoever asks again gets the same postback, not a second one.
            harness.clock.advance(by: 7)
            #expect(try await result(harness, token).json["payload"] == payload)
        }
    }

    @Test("Two pages of one user have separate requests, of which the newer ends the older", arguments: [true, false])
    func pagesAreSeparate(_ mayBothWait: Bool) async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            if mayBothWait { try await harness.set(shop) { $0.allowsConcurrentPrompts = true } }
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let extra = [("requester_specified_terminal_id", "one cookie")]
            let mine = try token(of: try await harness.page(parameters(harness, extra), as: shop))
            let theirs = try token(of: try await harness.page(parameters(harness, extra), as: shop))
            let other = try await number(harness, mine)
            let number = try await number(harness, theirs)
            #expect(!mayBothWait || number != other)
            let shown = try await phone.pending()["authentication_requests"].array.map { $0["id"].text }
            #expect(shown.count == (mayBothWait ? 2 : 1))
            var granted = 0
            for id in shown {
                let response = try await phone.decide(.approve, on: id) { $0.number = number }
                granted += response.status == 200 ? 1 : 0
            }
            #expect(granted == shown.count)
            #expect(try await result(harness, theirs).json["payload"]["granted"] == .text("true"))
            let first = try await result(harness, mine).json["payload"]
            #expect(first["granted"] == .text("false"))
            #expect(first["reason_code"] == .text(mayBothWait ? "8" : "5"))
        }
    }

    @Test("What a page was told is final, also when the user could be asked later")
    func refusalIsFinal() async throws {
        try await Harness.run(longPoll: .milliseconds(20)) { harness in
            let shop = try await harness.requester()
            let phone = try await Phone.registered(with: harness)
            let pairing = try await harness.pair(phone, user: "jdoe", with: shop)
            let token = try token(
                of: try await harness.page(parameters(harness, [("allow_inline_pairing", "False")]), as: shop))
            let refused = try await result(harness, token).json
            #expect(refused["payload"]["error_code"] == .text("601"))
            _ = try await phone.decide(.approve, on: pairing, of: .pairing)
            #expect(try await result(harness, token).json == refused)
            #expect(try await phone.pending()["authentication_requests"] == .array([]))
        }
    }

    @Test("An expired, changed, used or incomplete URL is refused, with a page for browsers")
    func refusals() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let target = try harness.pageTarget(parameters(harness), as: shop)
            #expect(
                try await harness.send(.get, target.replacing("jdoe", with: "jane")).refusal == SignatureTests.refusal)
            #expect(try await harness.send(.get, target).status == 200)
            let again = try await harness.send(.get, target, headers: [.accept: "text/html"])
            #expect(again.status == 401 && again.text.contains("<h1>This page cannot be shown</h1>"))
            #expect(try await harness.send(.get, target).refusal == SignatureTests.refusal)

            for (changed, message) in [
                ([("username", "jdoe")], "Missing parameter: expires"),
                ([("username", "jdoe"), ("expires", "soon")], "Missing parameter: expires"),
                ([("username", "jdoe"), ("expires", String(harness.clock.now))], "This page has expired"),
                ([("expires", String(harness.clock.now + 9))], "Missing parameter: username"),
                ([("username", "a\nb"), ("expires", String(harness.clock.now + 9))], "Invalid parameter: username"),
            ] {
                let target = try harness.pageTarget(changed, as: shop)
                #expect(try await harness.send(.get, target).refusal == "400 400 \(message)")
            }
        }
    }

    @Test("A page's token expires, is not guessed, and is not in the database")
    func tokens() async throws {
        let database = TemporaryDatabase()
        defer { database.remove() }
        try await Harness.run(database: database.path, longPoll: .milliseconds(1)) { harness in
            let shop = try await harness.requester()
            let token = try token(of: try await harness.page(parameters(harness), as: shop))
            let forbidden = [("allow_inline_pairing", "false")]
            let shortLived = try self.token(of: try await harness.page(parameters(harness, forbidden), as: shop))
            #expect(token.utf8.count == 43)
            #expect(!String(decoding: database.contents(), as: UTF8.self).contains(token))
            #expect(try await result(harness, token).status == 200)
            #expect(try await result(harness, token + "x").refusal == "404 404 Not found")
            #expect(try await harness.send(.post, "/v1/web/result").refusal == "404 404 Not found")
            harness.clock.advance(by: 720)
            #expect(try await result(harness, shortLived).refusal == "404 404 Not found")
            // One on which a phone may be paired first lives on for as long as that may take.
            #expect(try await result(harness, token).status == 200)
            harness.clock.advance(by: 600)
            #expect(try await result(harness, token).refusal == "404 404 Not found")
        }
    }

    @Test(
        "The script for embedding pages and the files of the page are served",
        arguments: [
            ("toopher-web.js", "text/javascript; charset=utf-8", 500),
            ("toopher-web.mjs", "text/javascript; charset=utf-8", 100),
            ("authenticate.js", "text/javascript; charset=utf-8", 500), ("page.css", "text/css; charset=utf-8", 500),
        ])
    func files(_ name: String, _ type: String, _ least: Int) async throws {
        try await Harness.run { harness in
            let response = try await harness.send(.get, "/static/\(name)")
            #expect(response.status == 200 && response.headers[.contentType] == type && response.body.count > least)
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            #expect(response.headers[.accessControlAllowOrigin] == "*")
        }
    }
}

#endif
