#if Service

internal import DeviceProtocol

/// What a phone shows of a pending decision: exactly what it then signs.
struct PendingItem: JSONConvertible, Sendable {
    var id: String
    var requester: Representation.Named
    var user: Representation.Named
    /// Absent for a pairing.
    var action: Representation.Named?
    /// Absent for a pairing.
    var terminal: Representation.Named?
    /// Whether the phone must ask for its pattern, PIN or finger first. Absent for a pairing.
    var challengeRequired: Bool?
    /// Seconds since 1970.
    var created: Int64
    /// Seconds since 1970.
    var expires: Int64

    init(_ pairing: Pairing) {
        id = pairing.id
        requester = .init(id: pairing.requesterID, name: pairing.requesterName)
        user = .init(id: pairing.user.id, name: pairing.user.name)
        created = pairing.created
        expires = pairing.expires
    }

    init(_ request: AuthenticationRequest) {
        id = request.id
        requester = .init(id: request.requesterID, name: request.requesterName)
        user = .init(id: request.user.id, name: request.user.name)
        action = .init(id: request.action.id, name: request.action.name)
        terminal = .init(id: request.terminal.id, name: request.terminal.name)
        challengeRequired = request.challengeRequired
        created = request.created
        expires = request.expires
    }

    var json: JSONFragment {
        .object([
            ("id", .string(id)), ("requester", requester.json), ("user", user.json), ("action", action?.json),
            ("terminal", terminal?.json), ("challenge_required", challengeRequired.map { .boolean($0) }),
            ("created", .integer(created)), ("expires", .integer(expires)),
        ])
    }

    /// Returns what the phone signs with its decision.
    func record(
        _ kind: DeviceProtocol.Kind, _ decision: DeviceProtocol.Decision, device: String
    ) -> DeviceProtocol.DecisionRecord {
        DeviceProtocol.DecisionRecord(
            kind: kind, id: id, requesterID: requester.id, requesterName: requester.name, userName: user.name,
            actionName: action?.name ?? "", terminalName: terminal?.name ?? "", created: created, expires: expires,
            decision: decision, device: device)
    }
}

#endif
