internal import HTTPTypes

/// What is known about an exchange, whatever came of it.
struct ReplyOrigin: Sendable {
    let status: Int
    let requestID: String?
    let retryAfter: Duration?

    /// - Parameter now: This machine's time, for a reply that does not say its own.
    init(_ head: HTTPResponse, now: Int64) {
        status = head.status.code
        requestID = head.headerFields[.requestID].map(PrintableText.excerpt)
        retryAfter = RetryAfter.delay(in: head.headerFields, now: now)
    }
}

extension HTTPField.Name {
    /// By custom, not by RFC, the name that a server gave to an exchange.
    static let requestID = Self.known("X-Request-Id")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a field name is not a token") }
        return name
    }
}
