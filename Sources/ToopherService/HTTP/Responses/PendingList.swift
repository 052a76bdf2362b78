#if Service

/// Everything that waits for an answer on a phone.
struct PendingList: Encodable, Sendable {
    var pairings: [PendingItem]
    var authenticationRequests: [PendingItem]
}

#endif
