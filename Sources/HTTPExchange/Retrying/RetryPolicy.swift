public import HTTPTypes

/// A rule for which requests are sent again after a failure of the connection, how often, and after which delay.
public struct RetryPolicy: Sendable, Hashable {
    private static let idempotentMethods: Set<HTTPRequest.Method> = [.get, .head, .options, .put, .delete, .trace]

    /// How many times a request is sent at most, the first time included.
    public var maximumAttempts: Int
    /// The longest delay before the second attempt. It doubles with each further one.
    public var baseDelay: Duration
    /// The longest delay before any attempt.
    public var maximumDelay: Duration

    /// Creates a policy.
    public init(
        maximumAttempts: Int = 3, baseDelay: Duration = .milliseconds(100), maximumDelay: Duration = .seconds(2)
    ) {
        self.maximumAttempts = maximumAttempts
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// Returns whether a request may be sent again after `error`.
    ///
    /// Any request may be if no connection was established, or if the server refused it unprocessed; an idempotent one
    /// (RFC 9110 section 9.2.2) also if the connection was lost. A proxy that wants other credentials, missed deadlines, TLS failures and responses of any status do not count as failures of the
    /// connection.
    public func allows(_ method: HTTPRequest.Method, after error: TransportError) -> Bool {
        switch error {
        case .couldNotResolveHost, .couldNotConnect, .connectTimedOut, .notProcessed: true
        // The same credentials would fail again, and could lock their account.
        case .proxyFailed(_, let status, _): status != 407
        case .emptyResponse, .connectionLost, .truncatedResponse: Self.idempotentMethods.contains(method)
        default: false
        }
    }

    /// Returns the delay before an attempt: a random part of the longest one, so that clients that failed together do not
    /// all try again together.
    ///
    /// - Parameters:
    ///   - attempt: The number of the coming attempt, from 2.
    ///   - random: A number from 0 to 1.
    func delay(before attempt: Int, random: Double) -> Duration {
        let doublings = min(max(0, attempt - 2), 30)
        return min(maximumDelay, baseDelay * (1 << doublings)) * random
    }
}
