import OAuth1

/// A response of a provider.
struct ProviderResponse: Sendable {
    var status = 200
    var headers: [String] = []
    var body = ""

    static func form(_ parameters: [(String, String)]) -> ProviderResponse {
        ProviderResponse(
            headers: ["Content-Type: application/x-www-form-urlencoded"],
            body: FormEncoding.encode(parameters.map { Parameter($0.0, $0.1) }))
    }

    static func problem(_ problem: String) -> ProviderResponse {
        ProviderResponse(status: 401, body: "oauth_problem=\(problem)")
    }

    static func redirect(_ location: String) -> ProviderResponse {
        ProviderResponse(status: 302, headers: ["Location: \(location)"])
    }

    var text: String {
        let lines = ["HTTP/1.1 \(status) x", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}
