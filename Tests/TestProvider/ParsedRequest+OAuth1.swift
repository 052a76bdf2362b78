package import OAuth1
package import TestServer

extension ParsedRequest {
    /// The parameters of the query.
    package var query: [Parameter] {
        (try? FormEncoding.decode(encodedQuery)) ?? []
    }

    /// The request as a verifier receives it.
    package func received(at address: ExternalURL) throws -> ReceivedRequest {
        ReceivedRequest(
            method: method, url: try address.url(target: target), authorization: values("authorization"),
            contentType: values("content-type").first, body: body)
    }
}
