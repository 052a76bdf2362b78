#if Service

import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import WebSyntax

/// A stand-in for a browser with the iframe page: opens the signed URL and does what the page's script does.
struct DemoBrowser {
    let transport: any HTTPTransport

    /// Opens the page; returns the token for its script.
    func open(_ url: String) async throws -> String {
        var request = try HTTPRequest(method: .get, url: HTTPURL(argument: url))
        request.headerFields[.accept] = "text/html"
        let response = try await transport.send(request)
        let page = String(decoding: response.body, as: UTF8.self)
        guard response.head.status == .ok, let start = page.firstRange(of: "data-token=\"") else {
            throw CommandError("the page did not open: status \(response.head.status.code)")
        }
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }

    /// Initiates the authentication request as the page does; returns the number that the page shows.
    func number(baseURL: String, token: String) async throws -> String {
        try await result(baseURL + "web/result", token).number ?? ""
    }

    /// Waits for the decision as the page does; returns the form that the embedding page posts.
    func postback(baseURL: String, token: String) async throws -> String {
        while true {
            guard let payload = try await result(baseURL + "web/result?wait=25", token).payload else { continue }
            return FormEncoding.encode(payload.sorted { $0.key < $1.key }.map { Parameter($0.key, $0.value) })
        }
    }

    private func result(_ url: String, _ token: String) async throws -> DeviceMessage.PageResult {
        var request = try HTTPRequest(method: .post, url: HTTPURL(argument: url))
        request.headerFields[.authorization] = "Bearer \(token)"
        let response = try await transport.send(request)
        guard response.head.status == .ok else {
            throw CommandError("the page received no result: status \(response.head.status.code)")
        }
        return try DeviceMessage.decode(response.body)
    }
}

#endif
