#if Service

internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import OAuth1

/// How the operator gets to the desk: with a link that `toopher admin link` prints, once.
struct AdminSessionRoutes: Sendable {
    let service: ToopherService

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin/enter") { request, _ in try ask(request) }
        router.post("admin/enter") { request, _ in try await enter(request) }
        router.post("admin/leave") { request, _ in try await leave(request) }
        let (style, script) = ("text/css; charset=utf-8", "text/javascript; charset=utf-8")
        let files: [(name: String, type: String, bytes: [UInt8])] = [
            ("design.css", style, PackageResources.design_css), ("page.css", style, PackageResources.page_css),
            ("admin.css", style, PackageResources.admin_css), ("admin.js", script, PackageResources.admin_js),
        ]
        for file in files {
            router.get(RouterPath("admin/\(file.name)")) { _, _ in
                var response = Response(status: .ok, type: file.type, bytes: file.bytes)
                response.headers[.cacheControl] = "private, max-age=300"
                return response
            }
        }
    }

    /// A browser that fetches the link beforehand must not use it up: so there is a button.
    private func ask(_ request: Request) throws -> Response {
        let token = request.uri.queryParameters["token"].map(String.init) ?? ""
        let texts = AdminTexts(request)
        let fields: Markup = """
            <p>\(texts(.enterLead))</p>
            <form method="post" action="/admin/enter">
            <input type="hidden" name="token" value="\(LinkToken.isWellFormed(token) ? token : "")">
            <button>\(texts(.enter))</button></form>
            """
        return AdminPage(texts).page(texts(.deskTitle), fields, session: nil)
    }

    private func enter(_ request: Request) async throws -> Response {
        let fields = (try? FormEncoding.decode(try await request.bodyBytes(), limit: 5)) ?? []
        let token = fields.first { $0.name == "token" }?.value ?? ""
        let session = try AdminSession(token: try LinkToken.make(service.core.random))
        let isGood = try await service.core.store.openAdminSession(
            link: try LinkToken.digest("link " + token), session: session, now: service.core.clock())
        guard isGood else {
            let texts = AdminTexts(request)
            return AdminPage(texts).message(.linkUnusable, texts(.linkUnusableHint), status: .forbidden)
        }
        var response = AdminPage.redirect("/admin")
        response.setCookie(
            Cookie(
                name: AdminSession.cookieName, value: session.token, maxAge: Int(AdminSession.lifetime), path: "/admin",
                secure: false, httpOnly: true, sameSite: .strict))
        return response
    }

    private func leave(_ request: Request) async throws -> Response {
        let asked = try await AdminRequest(request, service)
        try await service.core.store.closeAdminSession(asked.session)
        return asked.page.message(.left, asked.texts(.leftHint), status: .ok)
    }
}

#endif
