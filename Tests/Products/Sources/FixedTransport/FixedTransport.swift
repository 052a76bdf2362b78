public import HTTPExchange
public import HTTPTypes

/// A transport that returns the same response for every request.
public struct FixedTransport: HTTPTransport {
    let body: String

    /// Creates a transport that returns `body` with status 200.
    public init(body: String) { self.body = body }

    /// Returns the response.
    public func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        HTTPTransportResponse(head: HTTPResponse(status: .ok), body: Array(self.body.utf8))
    }
}
