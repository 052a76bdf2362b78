#if Service

internal import DeviceProtocol

/// A standing answer of a phone: later requests of one user, from one terminal, for one action, get it without a prompt.
struct Automation: JSONConvertible, Sendable, Hashable {
    var id: String
    var requester: DeviceProtocol.Named
    var user: DeviceProtocol.Named
    var action: DeviceProtocol.Named
    var terminal: DeviceProtocol.Named
    var decision: DeviceProtocol.Decision
    /// Seconds since 1970.
    var created: Int64
    /// When it ends, in seconds since 1970.
    var expires: Int64

    /// What its phone signs to end it.
    ///
    /// - Parameter service: The base URL of the service.
    func revocationSubject(service: String) -> DeviceProtocol.RevocationSubject {
        DeviceProtocol.RevocationSubject(
            service: service, kind: .automation, id: id, requester: requester, user: user, action: action,
            terminal: terminal, decision: decision)
    }

    var json: JSONFragment {
        .object([
            ("id", .string(id)), ("requester", requester.json), ("user", user.json), ("action", action.json),
            ("terminal", terminal.json), ("decision", .string(decision.rawValue)), ("created", .integer(created)),
            ("expires", .integer(expires)),
        ])
    }
}

#endif
