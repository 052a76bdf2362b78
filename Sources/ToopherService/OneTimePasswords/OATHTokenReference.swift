#if Service

/// How a requester names a token.
enum OATHTokenReference: Sendable, Hashable {
    case id(String)
    case requesterSpecifiedID(String)
}

#endif
