#if canImport(Hummingbird)

import HTTPTypes
import Hummingbird
import NIOCore

extension Shop {
    /// The cookie with the id of the session: for this host only, out of reach for scripts, and not sent with what other
    /// sites send. `Lax`, and not `Strict`, since the browser comes back from the service with a link.
    private func cookie(_ id: String) -> Cookie {
        Cookie(
            name: cookieName, value: id, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// Whether browsers reach the shop over TLS.
    var isSecure: Bool { origin.hasPrefix("https://") }

    // The prefix keeps other hosts of the domain from setting it. Browsers take it over TLS only.
    private var cookieName: String { isSecure ? "__Host-session" : "session" }

    /// Returns the session of a request.
    func session(of request: Request) -> (id: String, session: Session)? {
        guard let id = request.cookie(named: cookieName), let session = sessions.session(id) else { return nil }
        return (id, session)
    }

    /// Returns a page that only the service may script, and that no site may frame.
    ///
    /// - Parameter id: The id of a new session; `nil` to keep the one that there is.
    func page(_ title: String, _ content: HTML, session id: String? = nil) -> Response {
        let html: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>\(title) – Example Shop</title>
              <link rel="stylesheet" href="/shop.css">
              <script src="\(serviceOrigin)/static/toopher-web.js"></script>
            </head>
            <body>
              <header>Example Shop</header>
              <main>\(content)</main>
            </body>
            </html>
            """
        return response(.ok, [.contentType: "text/html; charset=utf-8"], html.text, session: id)
    }

    /// Returns the answer to a form: the browser gets another page, so that loading it again sends nothing again.
    func redirect(_ location: String, session id: String? = nil) -> Response {
        response(.seeOther, [.location: location], "", session: id)
    }

    private func response(
        _ status: HTTPResponse.Status, _ fields: HTTPFields, _ text: String, session id: String?
    ) -> Response {
        var response = Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src \(serviceOrigin); frame-src \(serviceOrigin); style-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        if let id { response.setCookie(cookie(id)) }
        return response
    }
}

extension Response {
    init(shopStyle style: String) {
        self.init(
            status: .ok,
            headers: [
                .contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=300",
                .xContentTypeOptions: "nosniff",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: style)))
    }
}

#endif
