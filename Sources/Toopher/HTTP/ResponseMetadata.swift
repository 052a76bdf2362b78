internal import HTTPExchange
internal import HTTPTypes

/// What a response says about its exchange.
struct ResponseMetadata: Sendable {
    let status: Int
    let requestID: String?
    let retryAfter: Duration?

    /// Creates the metadata of a response.
    ///
    /// - Parameters:
    ///   - head: The head of the response.
    ///   - now: The client's time, in seconds since 1970.
    init(_ head: HTTPResponse, now: Int64) {
        status = head.status.code
        requestID = head.headerFields[.requestID].map(PrintableText.excerpt)
        retryAfter = RetryAfter.delay(in: head.headerFields, now: now)
    }
}

extension HTTPField.Name {
    /// The server's name for an exchange; common practice, not in an RFC.
    static let requestID = Self.known("X-Request-Id")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a field name is not a token") }
        return name
    }
}
