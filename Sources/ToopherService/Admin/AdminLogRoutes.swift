#if Service

internal import AuditLog
internal import Hummingbird
internal import OAuth1

/// The page of the log.
struct AdminLogRoutes: Sendable {
    let service: ToopherService

    /// Adds the route to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin/audit") { request, _ in try await log(AdminRequest(request, service)) }
    }

    private func log(_ asked: AdminRequest) async throws -> Response {
        let (texts, query, before) = (asked.texts, asked["q"], Int64(asked["before"]) ?? .max)
        let store = service.core.store
        let entries = try await store.adminEntries(containing: query, before: before)
        let rows = entries.map { entry -> [Markup] in
            ["\(entry.position)", "<code class=\"entry\">\(entry.entry)</code>"]
        }
        let older: Markup =
            entries.count < Int(Store.adminLimit)
            ? ""
            : """
            <p><a href="/admin/audit?q=\(PercentEncoding.encode(query))&amp;before=\(entries.last?.position ?? 0)">\(texts(.older))</a></p>
            """
        let head = try await store.auditHead().map { head in
            texts(
                .head,
                ["count": "<b>\(Int64(clamping: head.head.size))</b>", "time": AdminPage.time(head.head.time)])
        }
        let content: Markup = """
            <p>\(head ?? texts(.nothingSealed))</p>
            <form method="get" action="/admin/audit"><label for="q">\(texts(.entriesWith))</label>
            <div class="row"><input id="q" type="text" name="q" value="\(query)"><button class="quiet">\(texts(.search))</button></div>
            </form>
            \(asked.page.table([nil, .entry], rows, none: .noEntries))\(older)
            """
        return asked.response(texts(.log), content, at: .log)
    }
}

#endif
