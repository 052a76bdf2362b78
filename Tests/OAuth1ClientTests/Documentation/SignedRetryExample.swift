import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client

/// The code of CurlTransport.docc: the retry wraps the transport that signs.
func signedRetry(
    _ transport: some HTTPTransport, _ signer: Signer, _ request: HTTPRequest
) async throws -> HTTPTransportResponse {
    let reliable = RetryingTransport(SigningTransport(transport, signer: signer))
    let response = try await reliable.send(request)
    return response
}
