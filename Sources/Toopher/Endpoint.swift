internal import CurlTransport
internal import HTTPTypes
internal import OAuth1

/// One service that takes signed requests: builds a request, has it carried, reads the reply.
struct Endpoint: Sendable {
    static let userAgent = "Toopher-Swift/2.0"

    let address: ServiceAddress
    let transport: any HTTPTransport
    let options: TransferOptions
    let signer: Signer

    func get(_ path: String) async throws(ToopherError) -> Reply {
        try await send(.get, path, parameters: [])
    }

    func post(_ path: String, _ parameters: [Parameter]) async throws(ToopherError) -> Reply {
        try await send(.post, path, parameters: parameters)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, parameters: [Parameter]
    ) async throws(ToopherError) -> Reply {
        var request = HTTPRequest(
            method: method, scheme: address.scheme, authority: address.authority, path: address.path(of: path))
        request.headerFields[.accept] = "application/json"
        request.headerFields[.userAgent] = Self.userAgent
        request.headerFields[.authorization] = try authorization(method, path, parameters)
        var body: [UInt8] = []
        if method == .post {
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
            body = Array(FormEncoding.encode(parameters).utf8)
        }
        let response: HTTPTransportResponse
        do {
            response = try await transport.send(request, body: body, options: options)
        } catch {
            throw .transport(error)
        }
        return try Reply(response, limit: options.maximumResponseBytes)
    }

    private func authorization(
        _ method: HTTPRequest.Method, _ path: String, _ parameters: [Parameter]
    ) throws(ToopherError) -> String {
        do {
            return try signer.authorizationHeader(
                method: method.rawValue, url: address.url(of: path), formParameters: parameters)
        } catch {
            throw .signing(error)
        }
    }
}
