// The code of HTTPExchange.docc.

import HTTPExchange
import HTTPTypes

func reliable(_ transport: some HTTPTransport, _ request: HTTPRequest) async throws -> HTTPTransportResponse {
    let reliable = RetryingTransport(RedirectingTransport(transport))
    let response = try await reliable.send(request)
    return response
}

struct FixedTransport: HTTPTransport {
    let body: String

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        let head = HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"])
        return HTTPTransportResponse(head: head, body: Array(self.body.utf8))
    }
}

struct LanguageTransport<Base: HTTPTransport>: HTTPTransport {
    let base: Base
    let language: String

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        var request = request
        request.headerFields[.acceptLanguage] = language
        return try await base.send(request, body: body, options: options)
    }
}
