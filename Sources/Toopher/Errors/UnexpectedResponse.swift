/// A response that is not the one that the Toopher protocol defines for the call.
public struct UnexpectedResponse: Sendable, Hashable {
    /// The HTTP status.
    public let status: Int

    /// What is wrong with the response.
    public let problem: ResponseProblem

    /// The server's name for the exchange, from `X-Request-Id`, which its operator can look up.
    public let requestID: String?

    /// How long to wait before the next call, from `Retry-After`.
    public let retryAfter: Duration?

    /// Creates an unexpected response.
    init(_ problem: ResponseProblem, metadata: ResponseMetadata) {
        self.problem = problem
        status = metadata.status
        requestID = metadata.requestID
        retryAfter = metadata.retryAfter
    }

    /// The error that the caller gets.
    var error: ToopherError {
        switch problem {
        case .redirect, .noErrorCode, .anotherID, .anotherUser: .unexpectedResponse(self)
        case .empty, .tooLarge, .notJSON, .notAnObject, .notAnArray, .notPNG, .malformedField:
            .undecodableResponse(self)
        }
    }
}
