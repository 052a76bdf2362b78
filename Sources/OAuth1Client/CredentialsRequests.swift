internal import HTTPExchange
internal import HTTPTypes
internal import OAuth1

/// A sender of the signed requests for credentials, in the style of a server.
struct CredentialsRequests: Sendable {
    let style: RequestStyle
    let transport: any HTTPTransport
    let options: TransferOptions
    let leniencies: AuthorizationFlow.Leniencies

    /// Signs and sends a request, and parses the response.
    func send(
        to endpoint: EndpointURL, _ signer: Signer, protocolParameters: [Parameter], parameters: [Parameter]
    ) async throws(AuthorizationError) -> CredentialsResponse {
        try Self.validate(parameters)
        let (request, body) = try signed(endpoint, signer, protocolParameters, parameters)
        let response: HTTPTransportResponse
        do { response = try await transport.send(request, body: body, options: options) } catch {
            throw .transport(error)
        }
        return try CredentialsResponse(response, limit: options.maximumResponseBytes, leniencies)
    }

    /// Throws for a parameter that a server would take for one of the protocol.
    static func validate(_ parameters: [Parameter]) throws(AuthorizationError) {
        guard parameters.allSatisfy({ !$0.name.isEmpty && !$0.name.hasPrefix("oauth_") }) else {
            throw .invalidArgument(reason: "the name of a parameter is empty or begins with oauth_")
        }
    }

    private func signed(
        _ endpoint: EndpointURL, _ signer: Signer, _ protocolParameters: [Parameter], _ parameters: [Parameter]
    ) throws(AuthorizationError) -> (HTTPRequest, body: [UInt8]) {
        do throws(OAuth1Error) {
            switch style.placement {
            case .header:
                let url = style.isBodyless ? endpoint.appending(parameters) : endpoint.text
                var (request, body) = form(endpoint.request(url, style), style.isBodyless ? [] : parameters)
                try signer.sign(&request, body: body, protocolParameters: protocolParameters, realm: style.realm)
                return (request, body)
            case .form:
                let form = try signer.signedForm(
                    method: style.method.rawValue, url: endpoint.text, parameters: parameters,
                    protocolParameters: protocolParameters)
                return self.form(endpoint.request(endpoint.text, style), Array(form.utf8))
            case .query:
                let url = try signer.signedURL(
                    method: style.method.rawValue, url: endpoint.text, parameters: parameters,
                    protocolParameters: protocolParameters)
                return (endpoint.request(url, style), [])
            }
        } catch { throw .signing(error) }
    }

    private func form(_ request: HTTPRequest, _ parameters: [Parameter]) -> (HTTPRequest, body: [UInt8]) {
        form(request, Array(FormEncoding.encode(parameters).utf8))
    }

    private func form(_ request: HTTPRequest, _ body: [UInt8]) -> (HTTPRequest, body: [UInt8]) {
        guard !body.isEmpty else { return (request, body) }
        var request = request
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return (request, body)
    }
}
