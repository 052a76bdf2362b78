import HTTPExchange
import Testing

@Suite("Transport errors")
struct TransportErrorTests {
    private static let beforeSending: [TransportError] = [
        .invalidRequest("x"), .plainHTTPRefused(host: "a"), .invalidConfiguration("x"),
        .certificateAuthoritiesMissing("x"), .unavailable("x"), .usedAfterFork, .couldNotResolveHost, .couldNotConnect,
        .addressNotPermitted("10.0.0.1"),
        .proxyFailed(proxy: "a", status: 403, "x"), .connectTimedOut, .tlsFailed("x"),
    ]
    private static let afterwards: [TransportError] = [
        .notProcessed, .requestBodyFailed("x"),
        .firstByteTimedOut, .tooSlow, .timedOut, .emptyResponse, .connectionLost("x"),
        .truncatedResponse, .malformedResponse("x"), .responseHeadTooLarge(limit: 1), .concurrentRead,
        .responseTooLarge(limit: 1),
        .tooManyRedirects(limit: 1), .cancelled, .closed, .transferFailed("x"),
    ]

    @Test("Only an error before sending, or a refusal to process, permits to send any request again")
    func beforeSending() {
        for error in Self.beforeSending { #expect(error.isBeforeSending && error.isUnprocessed) }
        for error in Self.afterwards {
            #expect(!error.isBeforeSending)
            #expect(error.isUnprocessed == (error == .notProcessed))
        }
    }

    @Test("An error of a proxy names the proxy and its status")
    func proxy() {
        let refused = TransportError.proxyFailed(proxy: "http://proxy.test:3128", status: 403, "it refused")
        #expect(refused.description.contains("http://proxy.test:3128 failed with status 403: it refused;"))
        let silent = TransportError.proxyFailed(proxy: "http://proxy.test:3128", status: nil, "it closed")
        #expect(silent.description.contains("http://proxy.test:3128 failed: it closed"))
    }

    @Test("Every error has a text of its own that ends with a full stop")
    func descriptions() {
        let texts = (Self.beforeSending + Self.afterwards).map(\.description)
        #expect(Set(texts).count == texts.count)
        for text in texts { #expect(text.hasSuffix(".") || text.contains("SSL_CERT_FILE")) }
    }
}
