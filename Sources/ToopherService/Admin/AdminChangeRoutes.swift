#if Service

internal import Hummingbird

/// The question before each change, and the change.
struct AdminChangeRoutes: Sendable {
    let service: ToopherService

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("admin/confirm") { request, _ in try confirm(await AdminRequest(request, service)) }
        router.post("admin/change") { request, _ in try await change(AdminRequest(request, service)) }
    }

    private func confirm(_ asked: AdminRequest) throws -> Response {
        guard let change = try asked.change?.prepared(service.core.newID) else { throw ProtocolError.notFound }
        let (texts, fields) = (asked.texts, change.fields)
        let content: Markup = """
            <p>\(change.question(texts))</p>
            <form method="post" action="/admin/change">
            <input type="hidden" name="form_token" value="\(asked.session.formToken)">
            <input type="hidden" name="change" value="\(fields.kind)"><input type="hidden" name="id" value="\(fields.id)">
            <input type="hidden" name="value" value="\(fields.value)">
            <div class="row"><button class="\(change.isFinal ? "grave" : "")">\(texts(.yes))</button>
            <a class="button quiet" href="/admin">\(texts(.no))</a></div></form>
            """
        return asked.response(texts(.sure), content)
    }

    private func change(_ asked: AdminRequest) async throws -> Response {
        guard let change = asked.change else { throw ProtocolError.notFound }
        let texts = asked.texts
        let outcome = try await AdminDesk(service: service).make(change)
        let goOn: Markup = "<p><a class=\"button\" href=\"\(outcome.page)\">\(texts(.goOn))</a></p>"
        if let credentials = outcome.credentials {
            let content: Markup = "\(shown(credentials, texts))<p class=\"note\">\(texts(.done))</p>\(goOn)"
            return asked.response(texts(credentials.previousEnds == nil ? .createdTitle : .rotatedTitle), content)
        }
        let undo: Markup = outcome.undo.map { "<p>\(asked.page.link(to: $0, .undo))</p>" } ?? ""
        return asked.response(texts(.doneTitle), "<p>\(texts(.done))</p>\(undo)\(goOn)")
    }

    /// The secret, in the words of the command line.
    private func shown(_ credentials: AdminOutcome.Credentials, _ texts: AdminTexts) -> Markup {
        let previous: Markup =
            credentials.previousEnds.map { end in
                "<p>\(texts(.previousEnds, ["time": AdminPage.time(end)]))</p>"
            } ?? ""
        return """
            <p>\(texts(.secretLead))</p>
            <p class="credentials"><code>TOOPHER_CONSUMER_KEY=\(credentials.key)</code>
            <code>TOOPHER_CONSUMER_SECRET=\(credentials.secret)</code></p>\(previous)
            """
    }
}

#endif
