#if Service

/// The pending decisions of a phone.
struct PendingList: Encodable, Sendable {
    var pairings: [PendingItem]
    var authenticationRequests: [PendingItem]

    /// Whether there is nothing to decide.
    var isEmpty: Bool { pairings.isEmpty && authenticationRequests.isEmpty }
}

#endif
