#if Service

/// What is being allowed, in words.
struct Action: Sendable, Hashable {
    var id: String
    var name: String

    /// What the client libraries send when the caller names no action.
    static let defaultName = "Log In"
}

#endif
