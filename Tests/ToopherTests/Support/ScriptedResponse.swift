/// A response of a scripted service.
struct ScriptedResponse: Sendable {
    var status = 200
    var fields: [(name: String, value: String)] = []
    var type: String? = "application/json"
    var body: [UInt8] = []
    var isSilence = false

    /// Returns a JSON response.
    static func json(_ text: String, status: Int = 200, _ fields: (String, String)...) -> ScriptedResponse {
        ScriptedResponse(status: status, fields: fields.map { ($0.0, $0.1) }, body: Array(text.utf8))
    }

    /// Returns a refusal of the Toopher protocol.
    static func refusal(_ code: Int, status: Int = 409, _ fields: (String, String)...) -> ScriptedResponse {
        ScriptedResponse(
            status: status, fields: fields.map { ($0.0, $0.1) },
            body: Array(#"{"error_code":\#(code),"error_message":"text \#(code)"}"#.utf8))
    }

    /// No response, ever.
    static let silence = ScriptedResponse(isSilence: true)

    /// The response as it is sent.
    var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status) Text\r\nContent-Length: \(body.count)\r\n"
        if let type { head += "Content-Type: \(type)\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}
