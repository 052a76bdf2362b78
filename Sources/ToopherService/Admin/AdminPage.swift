#if Service

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The frame of the desk's pages. They work without scripts, and no other page may embed them.
enum AdminPage {
    /// Returns a page.
    static func page(
        _ title: String, _ content: Markup, session: AdminSession?, status: HTTPResponse.Status = .ok
    ) -> Response {
        let menu: Markup =
            session.map { session in
                """
                <nav aria-label="Desk"><a href="/admin">Requesters</a> <a href="/admin/pending">Waiting</a>
                <a href="/admin/audit">Log</a></nav>
                <form method="post" action="/admin/leave"><input type="hidden" name="form_token" value="\(session.formToken)">
                <button class="quiet">Leave</button></form>
                """
            } ?? ""
        let page: Markup = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="robots" content="noindex">
              <title>\(title) – Toopher</title>
              <link rel="stylesheet" href="/admin/design.css">
              <link rel="stylesheet" href="/admin/page.css">
              <link rel="stylesheet" href="/admin/admin.css">
            </head>
            <body>
              <header>\(menu)</header>
              <main>
                <h1>\(title)</h1>
                \(content)
              </main>
            </body>
            </html>
            """
        var response = Response(status: status, type: "text/html; charset=utf-8", bytes: Array(page.text.utf8))
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin")] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }

    /// Returns a page with one sentence.
    static func message(_ title: String, _ text: String, status: HTTPResponse.Status) -> Response {
        page(title, "<p>\(text)</p><p><a href=\"/admin\">To the desk</a></p>", session: nil, status: status)
    }

    /// Returns the answer to a form: the browser gets another page, so that loading it again changes nothing again.
    static func redirect(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .cacheControl: "no-store"])
    }

    /// A table; `nil` rows are none.
    static func table(_ heads: [String], _ rows: [[Markup]], none: String) -> Markup {
        guard !rows.isEmpty else { return "<p class=\"note\">\(none)</p>" }
        let head = Markup(heads.map { "<th scope=\"col\">\($0)</th>" })
        let body = Markup(rows.map { row in "<tr>\(Markup(row.map { "<td>\($0)</td>" }))</tr>" })
        return """
            <div class="table" tabindex="0" role="group" aria-label="Table"><table><thead><tr>\(head)</tr></thead>
            <tbody>\(body)</tbody></table></div>
            """
    }

    /// A link to the question before a change.
    static func link(to change: AdminChange, _ title: String) -> Markup {
        let fields = change.fields
        return
            "<a href=\"/admin/confirm?change=\(escaped(fields.kind))&amp;id=\(escaped(fields.id))&amp;value=\(escaped(fields.value))\">\(title)</a>"
    }

    /// Returns a text for the value of a query.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte -> String in
            switch Character(Unicode.Scalar(byte)) {
            case "A"..."Z", "a"..."z", "0"..."9", "-", "_", ".": String(Unicode.Scalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    /// A time in UTC.
    static func time(_ seconds: Int64) -> Markup { "<time>\(UTCTimestamp.text(seconds))</time>" }
}

#endif
