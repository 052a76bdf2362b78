#if Service

/// Whether an endpoint is told what happens.
enum WebhookState: String, Sendable {
    case active
    /// It has responded with 410, and is told nothing until an operator names an endpoint again.
    case gone
}

#endif
