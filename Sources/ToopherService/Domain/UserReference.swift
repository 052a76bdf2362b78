#if Service

/// How a requester names one of its users.
enum UserReference: Sendable, Hashable {
    case id(String)
    case name(String)
}

#endif
