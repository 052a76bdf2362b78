import FoundationEssentials
import HTTPTypes

/// A response of the service, and what must be so of every one.
struct FuzzResponse {
    var method: HTTPRequest.Method
    var status: Int
    var contentType: String
    var body: [UInt8]

    /// The value of a member of the JSON object in the body.
    subscript(name: String) -> JSON {
        (try? JSON.parse(body))?[name] ?? .null
    }

    /// Ends the process, which the fuzzer takes for a crash, unless this is a response that the service may send.
    func check() {
        require((200..<500).contains(status), "a status that only a fault has")
        if method == .head || method == .options && body.isEmpty { return }
        switch contentType.prefix(while: { $0 != ";" }) {
        case "application/json":
            guard let json = try? JSON.parse(body) else { return require(false, "no JSON") }
            if status >= 400 {
                require(json["error_code"].integer >= 400, "no code of the error")
                require(!json["error_message"].text.isEmpty, "no text of the error")
            }
        case "text/html":
            require(body.starts(with: Array("<!doctype html>".utf8)), "no page")
        case "image/png", "image/svg+xml", "text/css", "text/javascript", "text/event-stream",
            "application/manifest+json":
            require(status == 200, "a file with an error")
        default:
            require((300..<400).contains(status) && body.isEmpty, "another type of content")
        }
    }

    private func require(_ property: Bool, _ explanation: String) {
        guard !property else { return }
        fatalError("\(explanation): \(status) \(contentType): \(String(decoding: body.prefix(500), as: UTF8.self))")
    }
}
