#if Service

import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The headers of every page")
struct PageHeaderTests {
    private static let scripted =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors https://a.example; require-trusted-types-for 'script'; "
        + "trusted-types 'none'"
    private static let standalone =
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; "
        + "base-uri 'none'"
    private static let refusal = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

    private func expect(_ page: ServiceResponse, _ what: String, status: Int = 200, policy: String) throws {
        #expect(page.status == status, "\(what)")
        #expect(page.headers[.contentType] == "text/html; charset=utf-8", "\(what)")
        #expect(page.headers[.contentSecurityPolicy] == policy, "\(what)")
        #expect(page.headers[.cacheControl] == "no-store", "\(what)")
        #expect(page.headers[.xContentTypeOptions] == "nosniff", "\(what)")
        #expect(page.headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer", "\(what)")
        #expect(page.headers[values: .setCookie].isEmpty, "\(what)")
        #expect(page.text.contains("<html lang=\"de\">") && !page.text.contains("[["), "\(what)")
        // No third party, nothing inline.
        #expect(page.text.matches(of: /(?:src|href)="(?!\.\.|data:|http:\/\/toopher\.test\/)/).isEmpty, "\(what)")
        #expect(
            !page.text.contains("<style") && page.text.matches(of: /<script(?! type="module" src=)/).isEmpty, "\(what)")
        #expect(page.text.matches(of: /\s(?:onclick|onload|onsubmit|style)=/).isEmpty, "\(what)")
    }

    @Test("Each page has its policy, is not kept, is no referrer, sets no cookie and loads nothing from elsewhere")
    func pages() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            try await harness.service.addOrigin("https://a.example", of: shop.key)
            let browser: HTTPFields = [.accept: "text/html", .acceptLanguage: "de"]
            let parameters = [("username", "jdoe"), ("expires", String(harness.clock.now + 300))]
            for path in ["authenticate", "auth", "manage_user", "pair"] {
                let target = try harness.pageTarget(parameters, as: shop, path: "/v1/web/\(path)")
                try expect(
                    try await harness.send(.get, target, headers: browser), path, policy: Self.scripted)
                try expect(
                    try await harness.send(.get, target, headers: browser), "\(path), used", status: 401,
                    policy: Self.refusal)
            }
            try expect(
                try await harness.send(.get, "/pair/\(String(repeating: "a", count: 32))", headers: browser), "link",
                policy: Self.standalone)
            let (_, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let check = [("security_question", "Pet?"), ("security_answer", "Rex")]
            for question in [[], check] {
                let made = try await harness.post(
                    "/v1/pairings/\(pairing)/generate_reset_link", question, as: shop)
                let path = String(made.json["url"].text.dropFirst(Harness.base.count))
                try expect(
                    try await harness.send(.get, path, headers: browser), "reset, \(question.count)",
                    policy: Self.standalone)
                let parts = path.split(separator: "?")
                var form = browser
                form[.contentType] = "application/x-www-form-urlencoded"
                let wrong = try await harness.send(
                    .post, String(parts[0]), headers: form, body: Array("\(parts[1])&security_answer=Tom".utf8))
                try expect(
                    wrong, "reset, sent", status: question.isEmpty ? 200 : 403, policy: Self.standalone)
                if !question.isEmpty { #expect(wrong.text.contains("Das ist nicht die Antwort.")) }
                if question.isEmpty { break }
            }
            try expect(
                try await harness.send(
                    .get, "/v1/pairings/\(pairing)/reset?reset_authorization=x", headers: browser), "reset, unknown",
                status: 404, policy: Self.standalone)
        }
    }

    @Test("Files are kept for a while, and embedded by other sites; the phone's are asked for each time, and are not")
    func files() async throws {
        try await Harness.run { harness in
            let resource = try #require(HTTPField.Name("Cross-Origin-Resource-Policy"))
            for name in [
                "toopher-web.js", "toopher-web.mjs", "authenticate.js", "fallbacks.js", "manage.js", "pairing.js",
                "parent.js", "questions.js", "page-account.js", "page-texts.js", "page-text-en.js", "page-text-de.js",
                "page-text-es.js", "page-text-zh.js", "page.css", "design.css",
            ] {
                let file = try await harness.send(.get, "/static/\(name)")
                #expect(file.status == 200 && file.headers[.cacheControl] == "public, max-age=300", "\(name)")
                #expect(
                    file.headers[.contentType] == (name.hasSuffix("css") ? "text/css" : "text/javascript")
                        + "; charset=utf-8")
                #expect(file.headers[.xContentTypeOptions] == "nosniff" && file.headers[resource] == "cross-origin")
            }
            let phone = try await harness.send(.get, "/phone/")
            #expect(phone.headers[.cacheControl] == "no-cache" && phone.headers[resource] == "same-origin")
            let policy = try #require(phone.headers[.contentSecurityPolicy])
            #expect(policy.contains("frame-ancestors 'none'") && policy.contains("require-trusted-types-for 'script'"))
            #expect(try await harness.send(.get, "/phone/design.css").status == 200)
        }
    }
}

#endif
