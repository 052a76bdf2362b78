internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1

/// A service that accepts signed requests.
struct Endpoint: Sendable {
    static let userAgent = "Toopher-Swift/2.0"

    let address: ServiceAddress
    let transport: any HTTPTransport
    let options: TransferOptions
    let signer: Signer
    let clock: UnixClock

    /// Sends a GET request.
    ///
    /// - Parameters:
    ///   - path: The percent-encoded path below the base URL, without a query.
    ///   - query: The parameters of the query; they are signed.
    ///   - accept: The media type to ask for.
    ///   - options: The deadlines of this exchange; `nil` for the endpoint's own.
    func get(
        _ path: String, query: [Parameter] = [], accept: String = "application/json", options: TransferOptions? = nil
    ) async throws(ToopherError) -> ServiceResponse {
        let target = query.isEmpty ? path : path + "?" + Self.encode(query)
        return try await send(request(.get, target, accept: accept), body: [], options: options ?? self.options)
    }

    /// Sends a POST request with a form.
    func post(_ path: String, _ parameters: [Parameter]) async throws(ToopherError) -> ServiceResponse {
        var request = request(.post, path, accept: "application/json")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return try await send(request, body: Array(FormEncoding.encode(parameters).utf8), options: options)
    }

    private func request(_ method: HTTPRequest.Method, _ target: String, accept: String) -> HTTPRequest {
        HTTPRequest(
            method: method, scheme: address.scheme, authority: address.authority, path: address.path(of: target),
            headerFields: [.accept: accept, .userAgent: Self.userAgent])
    }

    private func send(
        _ unsigned: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(ToopherError) -> ServiceResponse {
        var request = unsigned
        do { try signer.sign(&request, body: body) } catch { throw .signing(error) }
        let response: HTTPTransportResponse
        do { response = try await transport.send(request, body: body, options: options) } catch {
            throw .transport(error)
        }
        return try ServiceResponse(response, limit: options.maximumResponseBytes, now: clock())
    }

    // RFC 3986's encoding rather than the form encoding: every parser decodes it alike.
    private static func encode(_ query: [Parameter]) -> String {
        query.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }.joined(separator: "&")
    }
}
