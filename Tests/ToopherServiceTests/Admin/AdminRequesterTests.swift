#if Service

import AuditLog
import CryptoCore
import HTTPTypes
import OAuth1
import Testing

@testable import ToopherService

@Suite("Requesters at the desk") struct AdminRequesterTests {
    /// Returns the secret that a page shows, and the consumer key.
    private func credentials(in page: String) throws -> (key: String, secret: String) {
        let key = try #require(page.firstMatch(of: /TOOPHER_CONSUMER_KEY=([0-9a-f]+)</)).output.1
        let secret = try #require(page.firstMatch(of: /TOOPHER_CONSUMER_SECRET=([0-9a-f]{64})</)).output.1
        return (String(key), String(secret))
    }

    /// Sends a change as its form does, and once more.
    private func twice(_ desk: Desk, _ query: String) async throws -> (first: ServiceResponse, second: ServiceResponse)
    {
        let form = try await desk.get("/admin/confirm?\(query)")
        #expect(form.status == 200 && form.headers[.cacheControl] == "no-store")
        let fields = ["form_token", "change", "id", "value"].map { ($0, Desk.field($0, in: form.text)) }
        return (try await desk.post("/admin/change", fields), try await desk.post("/admin/change", fields))
    }

    private func isAccepted(_ harness: Harness, _ key: String, _ secret: String) async throws -> Bool {
        let clock = harness.clock
        let credentials = try Credentials(consumerKey: key, consumerSecret: .init(utf8: secret))
        let requester = TestRequester(
            id: "", key: key, secret: secret, signer: Signer(credentials: credentials, clock: { clock.now }))
        return try await harness.get("/v1/users?name=jdoe", as: requester).status != 401
    }

    @Test("A requester is created after a question, its secret is shown once, and it works") func creation()
        async throws
    {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            #expect(try await desk.get("/admin").text.contains("There is no requester yet."))
            let question = try await desk.get("/admin/confirm?change=create_requester&value=Shop%20%3Ci%3E").text
            #expect(question.contains("Shop &lt;i&gt;") && !question.contains("<i>"))
            #expect(try await harness.service.requesters().isEmpty, "nothing is done before the answer")
            let (first, second) = try await twice(desk, "change=create_requester&value=Shop%20%3Ci%3E")
            let (key, secret) = try credentials(in: first.text)
            #expect(first.status == 200 && first.headers[.cacheControl] == "no-store")
            #expect(second.status == 409 && !second.text.contains(secret) && second.text.contains("only once"))
            #expect(try await harness.service.requesters().map(\.name) == ["Shop <i>"])
            #expect(try await isAccepted(harness, key, secret))
            #expect(try await !isAccepted(harness, key, String(secret.reversed())))
            let id = try #require(try await harness.service.requesters().first?.id)
            try await harness.seal()
            for page in ["/admin", "/admin/requester?id=\(id)", "/admin/audit"] {
                let text = try await desk.get(page).text
                #expect(text.contains(key) && !text.contains(secret), "\(page)")
            }
            let entry = try #require(try await harness.auditEntries().last { $0.type == "requester_created" })
            #expect(entry.text("by") == "operator" && entry.text("requester") == id)
        }
    }

    @Test("Names that are none, ids that are none, and forms without their token create nothing") func refused()
        async throws
    {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            for name in ["", "%20", "%E2%80%AE", String(repeating: "a", count: 257)] {
                #expect(try await twice(desk, "change=create_requester&value=\(name)").first.status == 409, "\(name)")
            }
            let token = Desk.formToken(in: try await desk.get("/admin").text)
            for id in ["", "x", "'; DROP TABLE requesters", "../../etc"] {
                let fields = [("form_token", token), ("change", "create_requester"), ("id", id), ("value", "Shop")]
                #expect(try await desk.post("/admin/change", fields).status == 404, "\(id)")
            }
            let id = "12345678-1234-4234-8234-123456789abc"
            let fields = [("form_token", "x"), ("change", "create_requester"), ("id", id), ("value", "Shop")]
            #expect(try await desk.post("/admin/change", fields).status == 403)
            #expect(try await desk.get("/admin/change?change=create_requester&id=\(id)&value=Shop").status == 404)
            #expect(try await harness.service.requesters().isEmpty)
        }
    }

    @Test("A secret is replaced after a question, once for each, and the one before counts as long as was said")
    func rotation() async throws {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            let shop = try await harness.requester()
            let page = try await desk.get("/admin/requester?id=\(shop.id)").text
            for hours in ["0", "24", "168"] {
                #expect(page.contains("change=rotate_secret&amp;id=\(shop.id)&amp;value=\(hours)"))
            }
            let (first, again) = try await twice(desk, "change=rotate_secret&id=\(shop.id)&value=24")
            let (key, secret) = try credentials(in: first.text)
            #expect(key == shop.key && secret != shop.secret)
            #expect(again.status == 409 && !again.text.contains("TOOPHER_CONSUMER_SECRET"))
            #expect(try await isAccepted(harness, key, secret))
            #expect(try await isAccepted(harness, key, shop.secret))
            harness.clock.advance(by: 24 * 3600)
            // The session is over, and so is the time of the secret before.
            #expect(try await isAccepted(harness, key, secret))
            #expect(try await !isAccepted(harness, key, shop.secret))
            let later = try await desk.opened()
            let (second, _) = try await twice(later, "change=rotate_secret&id=\(shop.id)&value=0")
            let last = try credentials(in: second.text).secret
            #expect(try await isAccepted(harness, key, last))
            #expect(try await !isAccepted(harness, key, secret))
            for value in ["", "1", "-24", "24.0"] {
                #expect(
                    try await later.get("/admin/confirm?change=rotate_secret&id=\(shop.id)&value=\(value)").status
                        == 404)
            }
            #expect(try await twice(later, "change=rotate_secret&id=nobody&value=0").first.status == 409)
            let entries = try await harness.auditEntries().filter { $0.type == "requester_secret_rotated" }
            #expect(entries.count == 2 && entries.allSatisfy { $0.text("by") == "operator" })
        }
    }

    @Test("What was switched off or removed is restored with one link, after a question") func undo() async throws {
        try await Desk.run { desk in
            let (harness, desk) = (desk.harness, try await desk.opened())
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let user = try await harness.userID("jdoe", of: shop)
            try await harness.service.addOrigin("https://a.example", of: shop.id)
            func undone(_ change: String, _ id: String, _ value: String = "") async throws {
                let done = try await desk.change(change, id, value).text
                let link = try #require(done.firstMatch(of: /href="(\/admin\/confirm\?[^"]+)"/)).output.1
                let query = String(link.split(separator: "?")[1]).replacing("&amp;", with: "&")
                #expect(try await twice(desk, query).first.status == 200)
            }
            // To add what is there changes nothing, and is not undone by removing it.
            let again = try await desk.change("add_origin", shop.id, "https://A.example:443")
            #expect(again.status == 200 && !again.text.contains("change=remove_origin"))
            try await undone("remove_origin", shop.id, "https://a.example")
            #expect(try await harness.service.origins(of: shop.id) == ["https://a.example"])
            try await undone("disable_user", user)
            let asked = try await harness.post(
                "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")], as: shop)
            #expect(asked.json["pending"] == .flag(true))
        }
    }
}

#endif
