public import HTTPTypes

/// Which requests are sent again after a failure of the connection, how often, and after which pause.
public struct RetryPolicy: Sendable, Hashable {
    /// How many times a request is sent at most, the first time included.
    public var maximumAttempts: Int

    /// The longest pause before the second attempt. It doubles with each further one.
    public var baseDelay: Duration

    /// The longest pause before any attempt.
    public var maximumDelay: Duration

    /// Creates a policy.
    public init(
        maximumAttempts: Int = 3, baseDelay: Duration = .milliseconds(100), maximumDelay: Duration = .seconds(2)
    ) {
        self.maximumAttempts = maximumAttempts
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// Whether a request that failed so may be sent again: any one that no connection was made for, and the idempotent
    /// ones (RFC 9110, section 9.2.2) also if the connection broke. Deadlines, TLS and answers of any status do not count
    /// as failures of the connection.
    public func allows(_ method: HTTPRequest.Method, after error: TransportError) -> Bool {
        switch error {
        case .couldNotResolveHost, .couldNotConnect, .connectTimedOut: true
        case .emptyReply, .connectionLost, .truncatedResponse: Self.idempotentMethods.contains(method)
        default: false
        }
    }

    /// The pause before an attempt: anything up to the longest, so that clients that failed together do not come back
    /// together.
    ///
    /// - Parameters:
    ///   - attempt: the number of the attempt to come, from 2.
    ///   - random: from 0 to 1.
    func delay(before attempt: Int, random: Double) -> Duration {
        let doublings = min(max(0, attempt - 2), 30)
        return min(maximumDelay, baseDelay * (1 << doublings)) * random
    }

    private static let idempotentMethods: Set<HTTPRequest.Method> = [.get, .head, .options, .put, .delete, .trace]
}
