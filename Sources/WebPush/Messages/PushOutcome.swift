internal import HTTPExchange
package import HTTPTypes

/// What the response of a push service means for the message and its subscription.
///
/// RFC 8030 sections 5 and 8.4, RFC 8292 section 4.2.
package enum PushOutcome: Sendable, Hashable {
    /// The push service has accepted the message.
    case accepted
    /// The subscription has ended. Delete it.
    case gone
    /// The push service is busy or out of order. Send again after the delay, if the message is still of use.
    case retry(after: Duration)
    /// The push service refuses the message, and would again. Look at key, contact and length.
    case rejected(status: Int)

    /// The delay if the push service does not name one.
    static let usualDelay = Duration.seconds(30)
    /// The shortest and the longest delay, whatever the push service says.
    static let delays = Duration.seconds(1)...Duration.seconds(3600)

    /// Creates the outcome of a response.
    ///
    /// - Parameters:
    ///   - response: The head of the response.
    ///   - now: The time in seconds since 1970.
    package init(_ response: HTTPResponse, now: Int64) {
        switch response.status.code {
        case 200..<300: self = .accepted
        case 404, 410: self = .gone
        case 408, 429, 500..<600:
            let delay = RetryAfter.delay(in: response.headerFields, now: now) ?? Self.usualDelay
            self = .retry(after: min(max(delay, Self.delays.lowerBound), Self.delays.upperBound))
        case let status: self = .rejected(status: status)
        }
    }
}
