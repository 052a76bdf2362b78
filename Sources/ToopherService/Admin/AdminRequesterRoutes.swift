#if Service

internal import Hummingbird

/// The pages of the requesters.
struct AdminRequesterRoutes: Sendable {
    let service: ToopherService

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin") { request, _ in try await list(AdminRequest(request, service)) }
        router.get("admin/requester") { request, _ in try await one(AdminRequest(request, service)) }
    }

    private func list(_ asked: AdminRequest) async throws -> Response {
        let (page, texts) = (asked.page, asked.texts)
        let rows = try await service.requesters().map { requester -> [Markup] in
            [
                "<a href=\"/admin/requester?id=\(requester.id)\"><bdi>\(requester.name)</bdi></a>",
                texts(requester.state.title), "<code>\(requester.consumerKey)</code>",
                AdminPage.time(requester.created),
            ]
        }
        let content: Markup = """
            \(page.table([.name, .state, .consumerKey, .created], rows, none: .noRequesters))
            <h2>\(texts(.newRequester))</h2>
            <form method="get" action="/admin/confirm"><input type="hidden" name="change" value="create_requester">
            <label for="name">\(texts(.requesterName))</label>
            <div class="row"><input id="name" type="text" name="value" maxlength="\(Int64(DisplayName.maximumCharacters))"
            autocomplete="off" required><button class="quiet">\(texts(.create))</button></div></form>
            """
        return asked.response(texts(.requesters), content, at: .requesters)
    }

    private func one(_ asked: AdminRequest) async throws -> Response {
        guard let found = try await service.requesters().first(where: { $0.id == asked["id"] }) else {
            throw ProtocolError.notFound
        }
        let (sites, users) = (try await sites(found, asked), try await users(found, asked))
        let content: Markup = """
            <dl><div><dt>\(asked.texts(.state))</dt><dd>\(state(found, asked))</dd></div>
            <div><dt>\(asked.texts(.consumerKey))</dt><dd><code>\(found.consumerKey)</code></dd></div></dl>
            \(sites)
            \(policies(found, asked))
            \(secret(found, asked))
            \(users)
            """
        return asked.response("\(found.name)", content)
    }

    private func state(_ found: RequesterSummary, _ asked: AdminRequest) -> Markup {
        let change: Markup =
            switch found.state {
            case .active: asked.page.link(to: .setState(.suspended, requester: found.id), .suspend)
            case .suspended: asked.page.link(to: .setState(.active, requester: found.id), .resume)
            case .deleted: ""
            }
        return "\(asked.texts(found.state.title)) \(change)"
    }

    private func sites(_ found: RequesterSummary, _ asked: AdminRequest) async throws -> Markup {
        let (page, texts) = (asked.page, asked.texts)
        let rows = try await service.origins(of: found.id).map { origin -> [Markup] in
            ["<code>\(origin)</code>", page.link(to: .removeOrigin(origin, requester: found.id), .remove)]
        }
        let add: Markup =
            found.state == .deleted
            ? ""
            : """
            <form method="get" action="/admin/confirm"><input type="hidden" name="change" value="add_origin">
            <input type="hidden" name="id" value="\(found.id)"><label for="origin">\(texts(.anotherSite))</label>
            <div class="row"><input id="origin" type="text" name="value" inputmode="url" autocomplete="off"
            placeholder="https://shop.example.com" required><button class="quiet">\(texts(.add))</button></div></form>
            """
        return "<h2>\(texts(.sites))</h2>\(page.table([.origin, nil], rows, none: .noSites))\(add)"
    }

    private func policies(_ found: RequesterSummary, _ asked: AdminRequest) -> Markup {
        let (page, texts) = (asked.page, asked.texts)
        let rows = AdminPolicy.allCases.map { policy -> [Markup] in
            let value = policy.value(in: found.policy)
            let others = policy.values.filter { $0 != value }.flatMap { other -> [Markup] in
                [page.link(to: .setPolicy(policy, other, requester: found.id), policy.title(of: other, texts)), " "]
            }
            return [
                texts(policy.title), "<b>\(policy.title(of: value, texts))</b>",
                found.state == .deleted ? "" : Markup(others),
            ]
        }
        return "<h2>\(texts(.policies))</h2>\(page.table([nil, .now, .changeTo], rows, none: .nothingHere))"
    }

    private func secret(_ found: RequesterSummary, _ asked: AdminRequest) -> Markup {
        guard found.state != .deleted else { return "" }
        let links = AdminChange.overlaps.map { overlap -> Markup in
            let change = AdminChange.rotateSecret(hours: overlap.hours, requester: found.id, secretID: "")
            return "<li>\(asked.page.link(to: change, overlap.title))</li>"
        }
        return """
            <h2>\(asked.texts(.secret))</h2><p class="note">\(asked.texts(.secretHint))</p>
            <ul class="choices">\(Markup(links))</ul>
            """
    }

    private func users(_ found: RequesterSummary, _ asked: AdminRequest) async throws -> Markup {
        let (page, texts) = (asked.page, asked.texts)
        let rows = try await service.core.store.adminUsers(of: found.id, prefix: asked["q"]).map { user -> [Markup] in
            [
                "<a href=\"/admin/user?id=\(user.id)\"><bdi>\(user.name)</bdi></a>",
                user.isEnabled ? "" : texts(.switchedOff),
            ]
        }
        return """
            <h2>\(texts(.users))</h2>
            <form method="get" action="/admin/requester"><input type="hidden" name="id" value="\(found.id)">
            <label for="q">\(texts(.nameBegins))</label>
            <div class="row"><input id="q" type="text" name="q" value="\(asked["q"])"><button class="quiet">\(texts(.search))</button>
            </div></form>
            \(page.table([.name, nil], rows, none: .noUsers))
            """
    }
}

extension RequesterState {
    /// What the desk calls it.
    fileprivate var title: AdminText {
        switch self {
        case .active: .stateActive
        case .suspended: .stateSuspended
        case .deleted: .stateDeleted
        }
    }
}

#endif
