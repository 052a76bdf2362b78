#if Service

import HTTPTypes
import Hummingbird
import OAuth1
import TestRouter
import Testing

@testable import ToopherService

/// A browser at the desk.
struct Desk: Sendable {
    let harness: Harness
    let client: RouterClient
    var cookie = ""
    var language: String?

    func get(_ path: String) async throws -> ServiceResponse { try await send(.get, path, []) }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> ServiceResponse {
        try await send(.post, path, fields)
    }

    /// Makes a change as its form does.
    func change(_ kind: String, _ id: String, _ value: String = "", token: String? = nil) async throws
        -> ServiceResponse
    {
        let form = try await get(
            "/admin/confirm?change=\(kind)&id=\(PercentEncoding.encode(id))&value=\(PercentEncoding.encode(value))")
        guard form.status == 200 else { return form }
        let fields = [
            ("form_token", token ?? Desk.formToken(in: form.text)), ("change", kind), ("id", id), ("value", value),
        ]
        return try await post("/admin/change", fields)
    }

    static func formToken(in page: String) -> String { field("form_token", in: page) }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: [(String, String)]
    ) async throws -> ServiceResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if !cookie.isEmpty { headers[.cookie] = cookie }
        headers[.acceptLanguage] = language
        let body = FormEncoding.encode(fields.map { Parameter($0.0, $0.1) })
        let response = try await client.send(method, path, headers: headers, body: Array(body.utf8))
        return ServiceResponse(status: response.status, headers: response.headers, body: response.body)
    }

    /// Runs a test with a desk that nobody has opened.
    static func run(_ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        try await Harness.run(configure: { $0.hasDesk = true }) { harness in
            try await body(Desk(harness: harness, client: RouterClient(AdminResponder(harness.service))))
        }
    }

    /// Returns the desk, opened with a link.
    func opened() async throws -> Desk {
        var desk = self
        let link = try await harness.service.makeAdminLink()
        let token = String(link.split(separator: "=")[1])
        let entered = try await post("/admin/enter", [("token", token)])
        #expect(entered.status == 303 && entered.headers[.location] == "/admin")
        let cookie = try #require(entered.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/admin"))
        desk.cookie = String(cookie.prefix { $0 != ";" })
        return desk
    }

    /// Returns the value of a field in the form of a page.
    static func field(_ name: String, in page: String) -> String {
        guard let range = page.firstRange(of: "name=\"\(name)\" value=\"") else { return "" }
        let text = String(page[range.upperBound...].prefix { $0 != "\"" })
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}

#endif
