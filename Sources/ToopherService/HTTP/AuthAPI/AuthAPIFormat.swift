#if Service

/// How an answer of the Auth API is written.
enum AuthAPIFormat: Sendable {
    case json
    /// As the oldest PAM modules read it.
    case bson
}

#endif
