import HTTPExchange
import Testing

@Suite("Transport errors")
struct TransportErrorTests {
    private static let beforeSending: [TransportError] = [
        .invalidRequest("x"), .plainHTTPRefused(host: "a"), .invalidConfiguration("x"),
        .certificateAuthoritiesMissing("x"), .unavailable("x"), .usedAfterFork, .couldNotResolveHost, .couldNotConnect,
        .connectTimedOut, .tlsFailed("x"),
    ]
    private static let afterwards: [TransportError] = [
        .requestBodyFailed("x"), .firstByteTimedOut, .tooSlow, .timedOut, .emptyResponse, .connectionLost("x"),
        .truncatedResponse, .malformedResponse("x"), .responseHeadTooLarge(limit: 1), .responseTooLarge(limit: 1),
        .tooManyRedirects(limit: 1), .cancelled, .closed, .transferFailed("x"),
    ]

    @Test("Only an error before sending permits to send any request again")
    func beforeSending() {
        for error in Self.beforeSending { #expect(error.isBeforeSending) }
        for error in Self.afterwards { #expect(!error.isBeforeSending) }
    }

    @Test("Every error has a text of its own that ends with a full stop")
    func descriptions() {
        let texts = (Self.beforeSending + Self.afterwards).map(\.description)
        #expect(Set(texts).count == texts.count)
        for text in texts { #expect(text.hasSuffix(".") || text.contains("SSL_CERT_FILE")) }
    }
}
