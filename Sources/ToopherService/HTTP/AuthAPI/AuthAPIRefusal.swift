#if Service

/// Why a user cannot be asked.
struct AuthAPIRefusal: Error, Sendable, Hashable {
    /// What a person is told.
    var text: String
}

#endif
