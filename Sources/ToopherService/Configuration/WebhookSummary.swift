#if Service

/// The endpoint of a requester, without its secrets.
public struct WebhookSummary: Sendable, Hashable {
    /// Where messages are sent.
    public let url: String
    /// Whether it is told anything. An endpoint that has responded with 410 is not.
    public let isActive: Bool
    /// How many messages wait.
    public let queued: Int
}

#endif
