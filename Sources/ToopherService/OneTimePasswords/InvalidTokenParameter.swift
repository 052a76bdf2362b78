#if Service

/// What is wrong with the description of a token. Says the name of a parameter, and never its value, which may be a secret.
enum InvalidTokenParameter: Error, Sendable, Hashable {
    case missing(String)
    case invalid(String)
}

#endif
