#if Service

internal import DeviceProtocol

/// The pending decisions of a phone, the newest first.
struct PendingList: JSONConvertible, Sendable {
    /// What a phone is asked to confirm.
    struct Confirmation: JSONConvertible, Sendable {
        var subject: DeviceProtocol.DecisionSubject
        /// The phone's own pairing, which a user ends who moves to the other phone.
        var confirmingPairingID: String

        var json: JSONFragment {
            .object([
                ("id", .string(subject.id)), ("requester", subject.requester.json), ("user", subject.user.json),
                ("phone", subject.phone.json), ("phone_words", .string(subject.phoneWords)),
                ("pairing", .string(confirmingPairingID)),
                ("challenge_required", .boolean(subject.isChallengeRequired)), ("created", .integer(subject.created)),
                ("expires", .integer(subject.expires)),
            ])
        }
    }

    var pairings: [DeviceProtocol.DecisionSubject]
    var confirmations: [Confirmation] = []
    /// How many pairings of the phone wait for another phone to confirm them.
    var unconfirmed = 0
    var authenticationRequests: [DeviceProtocol.DecisionSubject]
    /// How many more authentication requests are pending than the list has.
    var more: Int64
    /// When the next request is to be shown that must not be shown yet, in seconds since 1970; `nil` if there is none.
    var next: Int64?

    /// Whether there is nothing to decide.
    var isEmpty: Bool { pairings.isEmpty && confirmations.isEmpty && authenticationRequests.isEmpty }

    /// What ends when something of the list is decided.
    var topics: [ChangeNotifier.Topic] {
        pairings.map { .pairing(id: $0.id) } + confirmations.map { .pairing(id: $0.subject.id) }
            + authenticationRequests.map { .authenticationRequest(id: $0.id) }
    }

    var json: JSONFragment {
        .object([
            ("pairings", .array(pairings.map(\.json))), ("confirmations", .array(confirmations.map(\.json))),
            ("authentication_requests", .array(authenticationRequests.map(\.json))), ("more", .integer(more)),
            ("unconfirmed", .integer(Int64(unconfirmed))),
        ])
    }
}

#endif
