#if Service

internal import AuditLog
internal import Database
internal import DeviceProtocol
internal import Hummingbird

/// The pages of the operator's desk. Each change is asked about first, and kept in the log.
struct AdminRoutes: Sendable {
    let service: ToopherService

    private var store: Store { service.core.store }
    private var now: Int64 { service.core.clock() }

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin") { request, _ in try await requesters(AdminRequest(request, service)) }
        router.get("admin/requester") { request, _ in try await requester(AdminRequest(request, service)) }
        router.get("admin/user") { request, _ in try await user(AdminRequest(request, service)) }
        router.get("admin/pending") { request, _ in try await pending(AdminRequest(request, service)) }
        router.get("admin/audit") { request, _ in try await audit(AdminRequest(request, service)) }
        router.get("admin/confirm") { request, _ in try confirm(await AdminRequest(request, service)) }
        router.post("admin/change") { request, _ in try await change(AdminRequest(request, service)) }
    }

    // MARK: What is there

    private func requesters(_ asked: AdminRequest) async throws -> Response {
        let rows = try await service.requesters().map { requester -> [Markup] in
            [
                "<a href=\"/admin/requester?id=\(requester.id)\">\(requester.name)</a>", "\(requester.state.rawValue)",
                "<code>\(requester.consumerKey)</code>", AdminPage.time(requester.created),
            ]
        }
        let table = AdminPage.table(
            ["Name", "State", "Consumer key", "Created"], rows,
            none: "There is no requester yet: toopher requester create.")
        return AdminPage.page("Requesters", table, session: asked.session)
    }

    private func requester(_ asked: AdminRequest) async throws -> Response {
        guard let found = try await service.requesters().first(where: { $0.id == asked["id"] }) else {
            throw ProtocolError.notFound
        }
        let (id, isDeleted) = (found.id, found.state == .deleted)
        let origins = try await service.origins(of: id).map { origin -> [Markup] in
            ["<code>\(origin)</code>", AdminPage.link(to: .removeOrigin(origin, requester: id), "Remove")]
        }
        let policies = AdminPolicy.allCases.map { policy -> [Markup] in
            let value = policy.value(in: found.policy)
            let others = policy.values.filter { $0 != value }.map { other in
                AdminPage.link(to: .setPolicy(policy, other, requester: id), other)
            }
            return ["\(policy.title)", "<b>\(value)</b>", isDeleted ? "" : Markup(others.flatMap { [$0, " "] })]
        }
        let users = try await store.adminUsers(of: id, prefix: asked["q"]).map { user -> [Markup] in
            ["<a href=\"/admin/user?id=\(user.id)\"><bdi>\(user.name)</bdi></a>", user.isEnabled ? "" : "switched off"]
        }
        let state: Markup =
            switch found.state {
            case .active: AdminPage.link(to: .setState(.suspended, requester: id), "Suspend")
            case .suspended: AdminPage.link(to: .setState(.active, requester: id), "Resume")
            case .deleted: ""
            }
        let add: Markup =
            isDeleted
            ? ""
            : """
            <form method="get" action="/admin/confirm"><input type="hidden" name="change" value="add_origin">
            <input type="hidden" name="id" value="\(id)"><label for="origin">Another site</label>
            <div class="row"><input id="origin" type="text" name="value" placeholder="https://shop.example.com" required>
            <button class="quiet">Add</button></div></form>
            """
        let content: Markup = """
            <p>\(found.state.rawValue) \(state)</p>
            <h2>Sites that may show its pages</h2>
            \(AdminPage.table(["Origin", ""], origins, none: "None: its pages are shown in no frame."))
            \(add)
            <h2>What counts for its requests</h2>
            \(AdminPage.table(["", "Now", "Change to"], policies, none: ""))
            <h2>Users</h2>
            <form method="get" action="/admin/requester"><input type="hidden" name="id" value="\(id)">
            <label for="q">Name begins with</label>
            <div class="row"><input id="q" type="text" name="q" value="\(asked["q"])"><button class="quiet">Search</button></div>
            </form>
            \(AdminPage.table(["Name", ""], users, none: "No user has such a name."))
            """
        return AdminPage.page(found.name, content, session: asked.session)
    }

    private func user(_ asked: AdminRequest) async throws -> Response {
        guard let (user, requesterID) = try await store.adminUser(id: asked["id"]) else { throw ProtocolError.notFound }
        var filter = AdministrationFilter()
        filter.user = user.id
        let pairings = try await service.pairings(filter).map { pairing -> [Markup] in
            let confirm: Markup =
                pairing.state == .unconfirmed ? AdminPage.link(to: .confirmPairing(pairing.id), "Confirm") : ""
            return [
                "<bdi>\(pairing.deviceName ?? "")</bdi>", "\(pairing.deviceWords ?? "")", "\(pairing.state.rawValue)",
                AdminPage.time(pairing.created),
                Markup([confirm, " ", AdminPage.link(to: .endPairing(pairing.id), "End")]),
            ]
        }
        let (name, now) = (user.name, now)
        let kept = try await store.database.read { connection throws(DatabaseError) in
            try Store.automations(userName: name, of: requesterID, now: now, connection)
        }
        let automations = kept.map { automation -> [Markup] in
            [
                "\(automation.decision.rawValue)", "<bdi>\(automation.action.name)</bdi>",
                "<bdi>\(automation.terminal.name)</bdi>", AdminPage.time(automation.expires),
                AdminPage.link(to: .endAutomation("\(automation.id) \(user.id)"), "End"),
            ]
        }
        let content: Markup = """
            <p><a href="/admin/requester?id=\(requesterID)">Requester</a></p>
            <p>\(user.isEnabled ? "The second factor is on." : "The second factor is switched off.")
            \(AdminPage.link(to: .setUser(isEnabled: !user.isEnabled, user: user.id), user.isEnabled ? "Switch off" : "Switch on"))</p>
            <h2>Phones</h2>
            \(AdminPage.table(["Phone", "Words", "State", "Since", ""], pairings, none: "No phone is paired."))
            <h2>Standing answers</h2>
            \(AdminPage.table(["Answer", "Action", "From", "Until", ""], automations, none: "There are none."))
            """
        return AdminPage.page(user.name, content, session: asked.session)
    }

    private func pending(_ asked: AdminRequest) async throws -> Response {
        let rows = try await store.adminPending(now: now).map { request -> [Markup] in
            [
                AdminPage.time(request.created), "<bdi>\(request.requester)</bdi>", "<bdi>\(request.user)</bdi>",
                "<bdi>\(request.action)</bdi>", "<bdi>\(request.terminal)</bdi>",
                AdminPage.link(to: .cancelRequest(request.id), "Cancel"),
            ]
        }
        let table = AdminPage.table(
            ["Since", "Requester", "User", "Action", "From", ""], rows, none: "Nothing waits for a decision.")
        return AdminPage.page(
            "Waiting", "<p><a href=\"/admin/pending\">Load again</a></p>\(table)", session: asked.session)
    }

    private func audit(_ asked: AdminRequest) async throws -> Response {
        let (query, before) = (asked["q"], Int64(asked["before"]) ?? .max)
        let entries = try await store.adminEntries(containing: query, before: before)
        let rows = entries.map { entry -> [Markup] in ["\(entry.position)", "<code>\(entry.entry)</code>"] }
        let next: Markup =
            entries.count < Int(Store.adminLimit)
            ? ""
            : """
            <p><a href="/admin/audit?q=\(AdminPage.escaped(query))&amp;before=\(entries.last?.position ?? 0)">Older</a></p>
            """
        let head = try await store.auditHead()
        let sealed: Markup =
            head.map { head in
                """
                <p>Head: <b>\(Int64(clamping: head.head.size))</b> entries, sealed \(AdminPage.time(head.head.time)). Keep it elsewhere:
                <code>toopher audit head</code>.</p>
                """
            } ?? "<p>Nothing is sealed yet.</p>"
        let content: Markup = """
            \(sealed)
            <form method="get" action="/admin/audit"><label for="q">Entries with this text</label>
            <div class="row"><input id="q" type="text" name="q" value="\(query)"><button class="quiet">Search</button></div></form>
            \(AdminPage.table(["", "Entry"], rows, none: "No entry has this text."))\(next)
            """
        return AdminPage.page("Log", content, session: asked.session)
    }

    // MARK: What is changed

    private func confirm(_ asked: AdminRequest) throws -> Response {
        guard let change = asked.change else { throw ProtocolError.notFound }
        let fields = change.fields
        let content: Markup = """
            <p>\(change.question)</p>
            <form method="post" action="/admin/change">
            <input type="hidden" name="form_token" value="\(asked.session.formToken)">
            <input type="hidden" name="change" value="\(fields.kind)"><input type="hidden" name="id" value="\(fields.id)">
            <input type="hidden" name="value" value="\(fields.value)">
            <div class="row"><button class="\(change.isFinal ? "grave" : "")">Yes</button>
            <a class="button quiet" href="/admin">No</a></div></form>
            """
        return AdminPage.page("Are you sure?", content, session: asked.session)
    }

    private func change(_ asked: AdminRequest) async throws -> Response {
        guard let change = asked.change else { throw ProtocolError.notFound }
        let (undo, back) = try await AdminDesk(service: service).make(change)
        let again: Markup = undo.map { "<p>\(AdminPage.link(to: $0, "Undo"))</p>" } ?? ""
        let content: Markup =
            "<p>It is done, and in the log.</p>\(again)<p><a class=\"button\" href=\"\(back)\">Go on</a></p>"
        return AdminPage.page("Done", content, session: asked.session)
    }
}

#endif
