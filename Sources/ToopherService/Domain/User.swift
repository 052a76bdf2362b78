#if Service

/// A person, named uniquely within a requester.
struct User: Sendable, Hashable {
    var id: String
    var name: String
    /// False once the person has opted out: every request is then answered 704.
    var isEnabled: Bool
}

#endif
