#if Service

/// What is being allowed, in words.
struct Action: Sendable, Hashable {
    /// The name that client libraries send when the caller gives none.
    static let defaultName = "Log In"

    var id: String
    var name: String
}

#endif
