#if Service

/// A person, named uniquely within a requester.
struct User: Sendable, Hashable {
    var id: String
    var name: String
    /// Whether the user takes part. Each authentication request of a user who opted out is refused with 704.
    var isEnabled: Bool
    /// How the user has answered lately.
    var prompts = PromptHistory()
}

#endif
