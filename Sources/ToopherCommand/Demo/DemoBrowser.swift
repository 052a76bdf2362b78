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

    /// Waits for the decision as the page does; returns the form that the embedding page posts.
    func postback(baseURL: String, token: String) async throws -> String {
        while true {
            var request = try HTTPRequest(method: .post, url: HTTPURL(argument: baseURL + "web/result"))
            request.headerFields[.authorization] = "Bearer \(token)"
            let response = try await transport.send(request)
            guard response.head.status == .ok else {
                throw CommandError("the page received no result: status \(response.head.status.code)")
            }
            let result: DeviceMessage.PageResult = try DeviceMessage.decode(response.body)
            guard let payload = result.payload else { continue }
            return FormEncoding.encode(payload.sorted { $0.key < $1.key }.map { Parameter($0.key, $0.value) })
        }
    }
}

#endif
