#if Service

/// The pending decisions of a phone.
struct PendingList: Encodable, Sendable {
    var pairings: [PendingItem]
    var authenticationRequests: [PendingItem]
}

#endif
