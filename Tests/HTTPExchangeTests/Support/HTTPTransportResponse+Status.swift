import HTTPExchange
import HTTPTypes

extension HTTPTransportResponse {
    /// Creates a response without a body.
    init(_ status: Int, location: String? = nil) {
        var fields = HTTPFields()
        fields[.location] = location
        self.init(head: HTTPResponse(status: .init(code: status), headerFields: fields), body: [])
    }
}
