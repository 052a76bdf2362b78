import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import OAuth1Client

/// From CurlTransport.docc: the retry goes around the transport that signs.
func signedRetry(
    _ transport: some HTTPTransport, _ signer: Signer, _ request: HTTPRequest
) async throws -> HTTPTransportResponse {
    let reliable = RetryingTransport(SigningTransport(transport, signer: signer))
    let response = try await reliable.send(request)
    return response
}
