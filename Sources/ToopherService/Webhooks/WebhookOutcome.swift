#if Service

/// What came of one attempt to send a message.
enum WebhookOutcome: Sendable, Hashable {
    /// The endpoint has taken it.
    case delivered
    /// The endpoint wants no messages any more.
    case gone
    /// It was not taken.
    ///
    /// - Parameter retryAfter: When the endpoint wants to be asked again, in seconds from now.
    case failed(reason: String, retryAfter: Int64?)
    /// This node ends.
    case interrupted
}

#endif
