#if Service

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OAuth1

/// The frame of the desk's pages. They work without scripts, and no other page may embed them.
struct AdminPage: Sendable {
    let texts: AdminTexts

    /// Creates the frame in a language.
    init(_ texts: AdminTexts) {
        self.texts = texts
    }

    /// Returns a page.
    ///
    /// - Parameters:
    ///   - place: The entry of the menu that leads here, if there is one.
    ///   - isLive: Whether the script of the desk runs in it.
    func page(
        _ title: Markup, _ content: Markup, session: AdminSession?, status: HTTPResponse.Status = .ok,
        at place: AdminText? = nil, isLive: Bool = false
    ) -> Response {
        let script: Markup = isLive ? "<script type=\"module\" src=\"/admin/admin.js\"></script>" : ""
        let page: Markup = """
            <!doctype html>
            <html lang="\(texts.language.rawValue)">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="robots" content="noindex">
              <title>\(title) – Toopher</title>
              <link rel="stylesheet" href="/admin/design.css">
              <link rel="stylesheet" href="/admin/page.css">
              <link rel="stylesheet" href="/admin/admin.css">
              \(script)
            </head>
            <body>
              <header>\(session.map { menu($0, at: place) } ?? "")</header>
              <main>
                <h1>\(title)</h1>
                \(content)
              </main>
            </body>
            </html>
            """
        var response = Response(status: status, type: "text/html; charset=utf-8", bytes: Array(page.text.utf8))
        response.headers[.contentSecurityPolicy] = Self.policy(isLive: isLive)
        response.headers[.contentLanguage] = texts.language.rawValue
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin")] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }

    /// Returns a page with one sentence.
    func message(_ title: AdminText, _ text: Markup, status: HTTPResponse.Status) -> Response {
        page(
            texts(title), "<p>\(text)</p><p><a href=\"/admin\">\(texts(.toDesk))</a></p>", session: nil,
            status: status)
    }

    /// Returns the answer to a form: the browser gets another page, so that loading it again changes nothing again.
    static func redirect(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .cacheControl: "no-store"])
    }

    /// A table, or a sentence where there are no rows.
    ///
    /// - Parameter heads: `nil` for a column without a heading.
    func table(_ heads: [AdminText?], _ rows: [[Markup]], none: AdminText) -> Markup {
        guard !rows.isEmpty else { return "<p class=\"note\">\(texts(none))</p>" }
        let body = Markup(rows.map { row in "<tr>\(Markup(zip(heads, row).map { cell($0, $1) }))</tr>" })
        return
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"\(texts(.table))\">\(grid(heads, body))</div>"
    }

    /// A cell, with the heading of its column: a narrow window shows it beside the value.
    func cell(_ head: AdminText?, _ content: Markup) -> Markup {
        guard let head else { return "<td>\(content)</td>" }
        return "<td data-head=\"\(texts(head))\">\(content)</td>"
    }

    /// The element of a table with such rows.
    func grid(_ heads: [AdminText?], _ body: Markup) -> Markup {
        let cells = heads.map { head -> Markup in
            guard let head else { return "<td></td>" }
            return "<th scope=\"col\">\(texts(head))</th>"
        }
        return "<table><thead><tr>\(Markup(cells))</tr></thead><tbody>\(body)</tbody></table>"
    }

    /// A link to the question before a change.
    func link(to change: AdminChange, _ title: Markup) -> Markup {
        let fields = change.fields
        return
            "<a href=\"/admin/confirm?change=\(PercentEncoding.encode(fields.kind))&amp;id=\(PercentEncoding.encode(fields.id))&amp;value=\(PercentEncoding.encode(fields.value))\">\(title)</a>"
    }

    /// A link to the question before a change.
    func link(to change: AdminChange, _ title: AdminText) -> Markup { link(to: change, texts(title)) }

    /// A time in UTC.
    static func time(_ seconds: Int64) -> Markup {
        let text = UTCTimestamp.text(seconds)
        return "<time datetime=\"\(text)Z\">\(text) UTC</time>"
    }

    private func menu(_ session: AdminSession, at place: AdminText?) -> Markup {
        func entry(_ path: String, _ title: AdminText) -> Markup {
            let current: Markup = title == place ? " aria-current=\"page\"" : ""
            return "<a href=\"\(path)\"\(current)>\(texts(title))</a> "
        }
        return """
            <nav aria-label="\(texts(.desk))">\(entry("/admin", .requesters))\(entry("/admin/pending", .waiting))
            \(entry("/admin/activity", .activity))\(entry("/admin/audit", .log))</nav>
            <form method="post" action="/admin/leave"><input type="hidden" name="form_token" value="\(session.formToken)">
            <button class="quiet">\(texts(.leave))</button></form>
            """
    }

    private static func policy(isLive: Bool) -> String {
        let script =
            isLive
            ? "script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; " : ""
        return
            "default-src 'none'; \(script)style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    }
}

#endif
