internal import OAuth1

/// A response of a provider.
package struct ProviderResponse: Sendable {
    package var status = 200
    package var headers: [String] = []
    package var body = ""

    package init(status: Int = 200, headers: [String] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func form(_ parameters: [(String, String)]) -> ProviderResponse {
        ProviderResponse(
            headers: ["Content-Type: application/x-www-form-urlencoded"],
            body: FormEncoding.encode(parameters.map { Parameter($0.0, $0.1) }))
    }

    package static func problem(_ problem: String) -> ProviderResponse {
        ProviderResponse(status: 401, body: "oauth_problem=\(problem)")
    }

    package static func redirect(_ location: String) -> ProviderResponse {
        ProviderResponse(status: 302, headers: ["Location: \(location)"])
    }

    package var text: String {
        let lines = ["HTTP/1.1 \(status) x", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}
