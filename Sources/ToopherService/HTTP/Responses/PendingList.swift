#if Service

internal import DeviceProtocol

/// The pending decisions of a phone, the newest first.
struct PendingList: JSONConvertible, Sendable {
    var pairings: [DeviceProtocol.DecisionSubject]
    var authenticationRequests: [DeviceProtocol.DecisionSubject]
    /// How many more authentication requests are pending than the list has.
    var more: Int64
    /// When the next request is to be shown that must not be shown yet, in seconds since 1970; `nil` if there is none.
    var next: Int64?

    /// Whether there is nothing to decide.
    var isEmpty: Bool { pairings.isEmpty && authenticationRequests.isEmpty }

    /// What ends when something of the list is decided.
    var topics: [ChangeNotifier.Topic] {
        pairings.map { .pairing(id: $0.id) } + authenticationRequests.map { .authenticationRequest(id: $0.id) }
    }

    var json: JSONFragment {
        .object([
            ("pairings", .array(pairings.map(\.json))),
            ("authentication_requests", .array(authenticationRequests.map(\.json))), ("more", .integer(more)),
        ])
    }
}

#endif
