import HTTPTypes
import TestSupport

extension ScriptedTransport {
    /// Returns a transport that always sends the same response, as the service does.
    static func service(status: Int = 200, type: String? = "application/json", _ body: String) -> ScriptedTransport {
        var headers = HTTPFields()
        headers[.contentType] = type
        return ScriptedTransport(body, status: status, headers: headers)
    }
}
