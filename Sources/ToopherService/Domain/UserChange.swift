#if Service

/// What a requester changes about a user. What is `nil` stays.
struct UserChange: Sendable, Hashable {
    var name: String?
    var isEnabled: Bool?

    /// Whether nothing is to be changed.
    var isEmpty: Bool { name == nil && isEnabled == nil }
}

#endif
