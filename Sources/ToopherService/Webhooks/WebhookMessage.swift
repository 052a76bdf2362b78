#if Service

/// A message that this node is sending.
struct WebhookMessage: Sendable, Hashable {
    var id: String
    /// What has happened, as a word of the wire.
    var type: String
    var body: String
    /// How often it was sent, this attempt included.
    var attempts: Int
    /// Whose turn it is: what another node has taken since, this one changes no more.
    var lease: String
}

#endif
