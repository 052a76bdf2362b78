internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1

/// One service that takes signed requests: builds a request, has it carried, reads the reply.
struct Endpoint: Sendable {
    static let userAgent = "Toopher-Swift/2.0"

    let address: ServiceAddress
    let transport: any HTTPTransport
    let options: TransferOptions
    let signer: Signer
    let clock: UnixClock

    /// - Parameters:
    ///   - path: Encoded, without a query.
    ///   - query: Sent behind the path, and signed.
    ///   - accept: The media type to ask for.
    ///   - options: The deadlines of this exchange, when they are not those of all.
    func get(
        _ path: String, query: [Parameter] = [], accept: String = "application/json", options: TransferOptions? = nil
    ) async throws(ToopherError) -> Reply {
        let target = query.isEmpty ? path : path + "?" + Self.encode(query)
        return try await send(.get, target, parameters: [], accept: accept, options: options ?? self.options)
    }

    func post(_ path: String, _ parameters: [Parameter]) async throws(ToopherError) -> Reply {
        try await send(.post, path, parameters: parameters, accept: "application/json", options: options)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, parameters: [Parameter], accept: String, options: TransferOptions
    ) async throws(ToopherError) -> Reply {
        var request = HTTPRequest(
            method: method, scheme: address.scheme, authority: address.authority, path: address.path(of: path))
        request.headerFields[.accept] = accept
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
        return try Reply(response, limit: options.maximumResponseBytes, now: clock())
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

    /// A query in the encoding of RFC 3986, which every reader decodes alike.
    private static func encode(_ query: [Parameter]) -> String {
        query.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }.joined(separator: "&")
    }
}
