#if Service

internal import Hummingbird

/// The page of what waits for a decision. With its script it follows what happens; without, one loads it again.
struct AdminWaitingRoutes: Sendable {
    /// How long a call waits for a change.
    private static let longestWait: Int64 = 20

    let service: ToopherService

    private var core: ServiceCore { service.core }

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin/pending") { request, _ in try await page(AdminRequest(request, service)) }
        router.get("admin/waiting") { request, _ in try await list(AdminRequest(request, service)) }
    }

    private func page(_ asked: AdminRequest) async throws -> Response {
        let (page, texts) = (asked.page, asked.texts)
        let list = try await AdminPendingList(core.store, now: core.clock())
        let rows = list.requests.map { request -> Markup in
            """
            <tr data-id="\(request.id)">\(page.cell(.since, AdminPage.time(request.created)))
            \(page.cell(.requester, "<bdi>\(request.requester)</bdi>"))\(page.cell(.user, "<bdi>\(request.user)</bdi>"))
            \(page.cell(.action, "<bdi>\(request.action)</bdi>"))\(page.cell(.from, "<bdi>\(request.terminal)</bdi>"))
            \(page.cell(nil, page.link(to: .cancelRequest(request.id), .cancel)))</tr>
            """
        }
        let (none, some): (Markup, Markup) = list.requests.isEmpty ? ("", " hidden") : (" hidden", "")
        let content: Markup = """
            <p id="again"><a href="/admin/pending">\(texts(.loadAgain))</a></p>
            <p id="live" class="note" role="status" data-live="\(texts(.live))" data-lost="\(texts(.liveLost))"></p>
            <p id="none" class="note"\(none)>\(texts(.noneWaiting))</p>
            <div id="waiting" class="table" tabindex="0" role="group" aria-label="\(texts(.table))" data-version="\(list.version)"
            data-cancel="\(texts(.cancel))"\(some)>
            \(page.grid([.since, .requester, .user, .action, .from, nil], Markup(rows)))</div>
            """
        return page.page(texts(.waiting), content, session: asked.session, at: .waiting, isLive: true)
    }

    /// Answers once the list is another than the one that is known, and after a while in any case.
    private func list(_ asked: AdminRequest) async throws -> Response {
        let known = asked["known"]
        let now = core.clock()
        let list = try await AdminPendingList(core.store, now: now)
        guard list.version == known else { return Response.json(list) }
        // What has had its time goes by itself: nobody tells of it.
        let wait = min(Self.longestWait, max(1, (list.nextEnd ?? .max) - now))
        let changed = try await core.changes.wait(
            for: .anything, by: .page(digest: asked.session.digest), atMost: .seconds(wait)
        ) {
            let list = try await AdminPendingList(core.store, now: core.clock())
            return (list, list.version != known)
        }
        return Response.json(changed)
    }
}

#endif
