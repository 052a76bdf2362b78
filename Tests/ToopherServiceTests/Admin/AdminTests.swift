#if Service

import AuditLog
import CryptoCore
import DeviceProtocol
import HTTPTypes
import Hummingbird
import OAuth1
import Testing

@testable import ToopherService

@Suite("The operator's desk")
struct AdminTests {
    @Test("A link opens the desk once and for ten minutes; looking at it does not use it up")
    func link() async throws {
        try await Desk.run { desk in
            let link = try await desk.harness.service.makeAdminLink()
            let token = String(link.split(separator: "=")[1])
            for _ in 0..<2 {
                let page = try await desk.get(link)
                #expect(page.status == 200 && page.text.contains("Open the desk") && page.headers[.setCookie] == nil)
            }
            for wrong in ["", "x", token + "x", "\"><script>"] {
                #expect(try await desk.post("/admin/enter", [("token", wrong)]).status == 403)
                let page = try await desk.get("/admin/enter?token=\(PercentEncoding.encode(wrong))")
                #expect(!page.text.contains("<script"))
            }
            #expect(try await desk.post("/admin/enter", [("token", token)]).status == 303)
            #expect(try await desk.post("/admin/enter", [("token", token)]).status == 403)
            let late = try await desk.harness.service.makeAdminLink()
            desk.harness.clock.advance(by: 600)
            #expect(
                try await desk.post("/admin/enter", [("token", String(late.split(separator: "=")[1]))]).status == 403)
            let types = try await desk.harness.auditEntries().map(\.type).filter { $0.hasPrefix("admin_") }
            #expect(types == ["admin_link_created", "admin_session_opened", "admin_link_created"])
        }
    }

    private static let pages = [
        "/admin", "/admin/requester", "/admin/user", "/admin/pending", "/admin/waiting", "/admin/activity",
        "/admin/audit",
        "/admin/confirm",
    ]

    @Test(
        "Without a session, with a wrong one, and after eight hours or after leaving, nothing is shown and nothing done"
    )
    func session() async throws {
        try await Desk.run { desk in
            let shop = try await desk.harness.requester()
            let opened = try await desk.opened()
            var wrong = opened
            wrong.cookie += "x"
            // A name with white space that browsers do not strip is another one.
            var planted = opened
            planted.cookie = "\u{2000}" + opened.cookie
            for desk in [desk, wrong, planted] {
                for page in Self.pages {
                    let refused = try await desk.get("\(page)?id=\(shop.id)&change=suspend")
                    #expect(refused.status == 403 && !refused.text.contains("Example Shop"), "\(page)")
                }
                let fields = [("change", "suspend"), ("id", shop.id)]
                #expect(try await desk.post("/admin/change", fields).status == 403)
            }
            // The token of another session's forms.
            let other = try await desk.opened()
            let foreign = Desk.formToken(in: try await other.get("/admin").text)
            #expect(try await opened.change("suspend", shop.id, token: foreign).status == 403)
            #expect(try await opened.change("suspend", shop.id, token: "").status == 403)
            #expect(try await opened.get("/admin/change?change=suspend&id=\(shop.id)").status == 404)
            #expect(try await desk.harness.service.requesters().map(\.state) == [.active])
            let token = Desk.formToken(in: try await other.get("/admin").text)
            #expect(try await other.post("/admin/leave", [("form_token", token)]).status == 200)
            #expect(try await other.get("/admin").status == 403)
            #expect(try await opened.get("/admin").status == 200)
            desk.harness.clock.advance(by: 8 * 3600)
            #expect(try await opened.get("/admin").status == 403)
        }
    }

    @Test(
        "Requesters are suspended and resumed, their sites and policies changed, and each change names what undoes it")
    func requesters() async throws {
        try await Desk.run { desk in
            let shop = try await desk.harness.requester("Shop <b>")
            let (service, desk) = (desk.harness.service, try await desk.opened())
            #expect(try await desk.get("/admin").text.contains("Shop &lt;b&gt;"))
            func policy() async throws -> RequesterPolicy { try await service.requesters()[0].policy }
            for (kind, value, undo) in [
                ("suspend", "", "change=resume"), ("resume", "", "change=suspend"),
                (
                    "add_origin", "https://A.example:443",
                    "change=remove_origin&amp;id=\(shop.id)&amp;value=https%3A%2F%2Fa.example"
                ),
                ("remove_origin", "https://a.example", "change=add_origin"),
                ("number-matching", "always", "change=number-matching&amp;id=\(shop.id)&amp;value=when_shown"),
                ("digits", "4", "value=2"), ("concurrent-prompts", "on", "value=off"),
                ("challenge", "always", "value=when_asked"), ("additional-phones", "allowed", "value=confirmed"),
            ] {
                let done = try await desk.change(kind, shop.id, value)
                #expect(done.status == 200 && done.text.contains(undo), "\(kind): \(done.text)")
            }
            var expected = RequesterPolicy()
            (expected.numberMatching, expected.numberDigits, expected.allowsConcurrentPrompts) = (.always, 4, true)
            (expected.alwaysChallenges, expected.confirmsAdditionalPhones) = (true, false)
            #expect(try await policy() == expected)
            let page = try await desk.get("/admin/requester?id=\(shop.id)").text
            #expect(page.contains("<b>always</b>") && page.contains("Suspend"))
            for (kind, value) in [
                ("digits", "9"), ("digits", ""), ("number-matching", "x"), ("delete", ""), ("", ""),
            ] { #expect(try await desk.change(kind, shop.id, value).status == 404, "\(kind)") }
            #expect(try await desk.change("add_origin", shop.id, "http://a.example").status == 409)
            #expect(try await desk.change("suspend", "nobody").status == 409)
            let types = try await desk.harness.auditEntries().map(\.type)
            for type in ["requester_state_changed", "origin_added", "origin_removed", "requester_policy_changed"] {
                #expect(types.contains(type), "\(type)")
            }
        }
    }

    @Test("Users are found, switched off and on; phones, standing answers and what waits are ended, and the log has it")
    func users() async throws {
        try await Desk.run { desk in
            let harness = desk.harness
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            _ = try await harness.pairedPhone(user: "O'Neil <i>", with: shop)
            func initiate() async throws -> String {
                try await harness.post(
                    "/v1/authentication_requests/initiate",
                    [("user_name", "jdoe"), ("terminal_name", "t<i>"), ("terminal_name_extra", "1")], as: shop
                ).json["id"].text
            }
            let first = try await initiate()
            _ = try await phone.decide(.approve, on: first) { $0.automatedUntil = harness.clock.now + 1000 }
            let automation = try await phone.call(.get, "/v1/device/automations").json["automations"].array[0]["id"]
                .text
            let user = try await harness.userID("jdoe", of: shop)
            let desk = try await desk.opened()
            for (query, found) in [("", 2), ("j", 1), ("O%27", 1), ("%25", 0), ("JD", 0)] {
                let page = try await desk.get("/admin/requester?id=\(shop.id)&q=\(query)").text
                #expect(page.matches(of: /admin\/user\?id=/).count == found, "\(query)")
                #expect(!page.contains("<i>"))
            }
            let page = try await desk.get("/admin/user?id=\(user)").text
            #expect(page.contains("Test phone") && page.contains("t&lt;i&gt;") && page.contains("enabled"))
            #expect(try await desk.change("end_automation", "\(automation) \(user)").status == 200)
            #expect(try await desk.change("end_automation", "\(automation) \(user)").status == 404)
            let waiting = try await initiate()
            let pending = try await desk.get("/admin/pending").text
            #expect(pending.contains("jdoe") && pending.contains("t&lt;i&gt;"))
            #expect(try await desk.change("cancel_request", waiting).status == 200)
            #expect(try await desk.change("cancel_request", waiting).status == 409)
            #expect(
                try await harness.get("/v1/authentication_requests/\(waiting)", as: shop).json["reason_code"]
                    == .integer(4))
            #expect(try await desk.get("/admin/pending").text.contains("Nothing waits"))
            let off = try await desk.change("disable_user", user)
            #expect(off.text.contains("change=enable_user"))
            let refused = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            #expect(refused.json["error_code"] == .integer(704))
            #expect(try await desk.change("enable_user", user).status == 200)
            #expect(try await desk.change("end_pairing", pairing).status == 200)
            #expect(try await desk.change("end_pairing", pairing).status == 404)
            #expect(try await harness.get("/v1/pairings/\(pairing)", as: shop).json["enabled"] == .flag(false))
            let entries = try await harness.auditEntries()
            #expect(entries.last { $0.type == "pairing_deactivated" }?.text("by") == "operator")
            #expect(entries.last { $0.type == "automation_ended" }?.text("by") == "operator")
            let log = try await desk.get("/admin/audit?q=\(pairing)").text
            #expect(log.contains("pairing_deactivated") && !log.contains("requester_created"))
            #expect(try await desk.get("/admin/audit?q=%25").text.contains("No entry has this text"))
            #expect(log.contains("<bdi><b>\(entries.count)</b></bdi> entries"))
        }
    }

    @Test("A phone that waits for a lost one is shown with its words, and confirmed once") func confirmation()
        async throws
    {
        try await Desk.run { desk in
            let harness = desk.harness
            let shop = try await harness.requester()
            let (_, first) = try await harness.pairedPhone(user: "jdoe", with: shop)
            harness.clock.advance(by: 1)
            let new = try await Phone.registered(with: harness, name: "New phone")
            let id = try await harness.pair(new, user: "jdoe", with: shop)
            let user = try await harness.userID("jdoe", of: shop)
            let desk = try await desk.opened()
            let words = try DeviceFingerprint.words(x963: new.key.publicKey.x963Representation)
            let early = try await desk.get("/admin/user?id=\(user)").text
            #expect(early.contains(words) && early.contains("pending") && !early.contains("confirm_pairing"))
            #expect(try await desk.change("confirm_pairing", id).status == 409)
            #expect(try await new.decide(.approve, on: id, of: .pairing).status == 200)
            let page = try await desk.get("/admin/user?id=\(user)").text
            #expect(page.contains("unconfirmed"))
            #expect(page.matches(of: /change=confirm_pairing/).count == 1, "the enabled one needs none")
            let done = try await desk.change("confirm_pairing", id)
            #expect(done.status == 200 && done.text.contains("change=end_pairing"))
            #expect(try await harness.get("/v1/pairings/\(id)", as: shop).json["enabled"] == .flag(true))
            for again in [id, first] { #expect(try await desk.change("confirm_pairing", again).status == 409) }
            #expect(try await desk.change("confirm_pairing", "x").status == 404)
            #expect(try await desk.change("disable_user", "x").status == 404)
        }
    }

    @Test(
        "Every page has its policy, is not kept, is framed by nobody; only the one that follows what happens has a script"
    )
    func headers() async throws {
        try await Desk.run { desk in
            let opened = try await desk.opened()
            let plain = Self.pages.filter { !["/admin/pending", "/admin/waiting"].contains($0) }
            for (page, desk) in plain.map({ ($0, opened) }) + [
                ("/admin/enter", desk), ("/admin", desk), ("/x", desk), ("/admin/pending", desk),
            ] {
                let response = try await desk.get(page)
                #expect(
                    response.headers[.contentSecurityPolicy]
                        == "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                    "\(page)")
                #expect(
                    response.headers[.cacheControl] == "no-store" && response.headers[.xContentTypeOptions] == "nosniff"
                )
                #expect(!response.text.contains("<script") && !response.text.contains("http://"))
            }
            let live = try await opened.get("/admin/pending")
            #expect(
                live.headers[.contentSecurityPolicy]
                    == "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            )
            #expect(live.headers[.cacheControl] == "no-store")
            #expect(live.text.matches(of: /<script/).count == 1)
            #expect(live.text.contains("<script type=\"module\" src=\"/admin/admin.js\"></script>"))
            for file in ["design.css", "page.css", "admin.css"] {
                #expect(try await desk.get("/admin/\(file)").headers[.contentType] == "text/css; charset=utf-8")
            }
            #expect(
                try await desk.get("/admin/admin.js").headers[.contentType] == "text/javascript; charset=utf-8")
        }
    }
}

#endif
