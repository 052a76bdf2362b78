#if Service

/// A terminal with its user.
struct UserTerminal: Sendable, Hashable {
    var terminal: Terminal
    var user: User
}

#endif
