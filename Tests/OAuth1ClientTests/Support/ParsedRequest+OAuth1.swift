import OAuth1
import TestServer

extension ParsedRequest {
    /// The parameters of the query.
    var query: [Parameter] {
        (try? FormEncoding.decode(encodedQuery)) ?? []
    }

    /// The request as a verifier receives it.
    func received(at address: ExternalURL) throws -> ReceivedRequest {
        ReceivedRequest(
            method: method, url: try address.url(target: target), authorization: values("authorization"),
            contentType: values("content-type").first, body: body)
    }
}
