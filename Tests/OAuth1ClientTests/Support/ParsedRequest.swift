import HTTPTypes
import OAuth1

/// A request that arrived at a test's server.
struct ParsedRequest {
    let method: String
    let target: String
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    init?(_ text: String) {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        target = String(words[1])
        fields = lines.dropFirst().compactMap { line in
            let parts = line.split(separator: ": ", maxSplits: 1)
            return parts.count == 2 ? (parts[0].lowercased(), String(parts[1])) : nil
        }
        body = Array(text[end.upperBound...].utf8)
    }

    /// The path of the target.
    var path: String { String(target.prefix { $0 != "?" }) }

    /// The parameters of the query.
    var query: [Parameter] {
        (try? FormEncoding.decode(String(target.drop { $0 != "?" }.dropFirst()))) ?? []
    }

    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// What a verifier wants to know.
    func received(at address: ExternalURL) throws -> ReceivedRequest {
        ReceivedRequest(
            method: method, url: try address.url(target: target), authorization: values("authorization"),
            contentType: values("content-type").first, body: body)
    }
}
