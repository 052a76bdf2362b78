import HTTPExchange
import HTTPTypes

/// A transport that returns the same response for every request.
struct FixedTransport: HTTPTransport {
    let body: String

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        HTTPTransportResponse(head: HTTPResponse(status: .ok), body: Array(self.body.utf8))
    }
}
