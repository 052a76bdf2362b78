#if Service

/// The pending decisions of a phone.
struct PendingList: JSONConvertible, Sendable {
    var pairings: [PendingItem]
    var authenticationRequests: [PendingItem]

    /// Whether there is nothing to decide.
    var isEmpty: Bool { pairings.isEmpty && authenticationRequests.isEmpty }

    var json: JSONFragment {
        .object([
            ("pairings", .array(pairings.map(\.json))),
            ("authentication_requests", .array(authenticationRequests.map(\.json))),
        ])
    }
}

#endif
