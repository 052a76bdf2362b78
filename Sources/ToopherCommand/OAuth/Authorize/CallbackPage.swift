/// What the browser of the person gets from a ``CallbackListener``: one sentence, and nothing of the request.
enum CallbackPage {
    private static let reasons = [
        200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 421: "Misdirected Request",
        431: "Request Header Fields Too Large",
    ]

    /// Returns the bytes of a response, after which the connection is closed.
    static func response(status: Int, _ sentence: String) -> [UInt8] {
        let body = """
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>toopher</title><p>\(sentence)</p></html>

            """
        let fields = [
            "HTTP/1.1 \(status) \(reasons[status] ?? "Error")", "Content-Type: text/html; charset=utf-8",
            "Content-Length: \(body.utf8.count)", "Connection: close", "Cache-Control: no-store",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'", "Referrer-Policy: no-referrer",
            "X-Content-Type-Options: nosniff",
        ]
        let allow = status == 405 ? ["Allow: GET"] : []
        return Array(((fields + allow).joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
