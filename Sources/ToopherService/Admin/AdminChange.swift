#if Service

/// What the operator can change on the desk. Whatever else there is, the command line does.
enum AdminChange: Sendable, Hashable {
    case setState(RequesterState, requester: String)
    case addOrigin(String, requester: String)
    case removeOrigin(String, requester: String)
    case setPolicy(AdminPolicy, String, requester: String)
    case setUser(isEnabled: Bool, user: String)
    case confirmPairing(String)
    case endPairing(String)
    case endAutomation(String)
    case cancelRequest(String)

    /// Reads a change from a form; `nil` if there is no such change.
    init?(kind: String, id: String, value: String) {
        switch kind {
        case "suspend": self = .setState(.suspended, requester: id)
        case "resume": self = .setState(.active, requester: id)
        case "add_origin": self = .addOrigin(value, requester: id)
        case "remove_origin": self = .removeOrigin(value, requester: id)
        case "enable_user": self = .setUser(isEnabled: true, user: id)
        case "disable_user": self = .setUser(isEnabled: false, user: id)
        case "confirm_pairing": self = .confirmPairing(id)
        case "end_pairing": self = .endPairing(id)
        case "end_automation": self = .endAutomation(id)
        case "cancel_request": self = .cancelRequest(id)
        default:
            guard let policy = AdminPolicy(rawValue: kind), policy.values.contains(value) else { return nil }
            self = .setPolicy(policy, value, requester: id)
        }
    }

    /// The fields of its form.
    var fields: (kind: String, id: String, value: String) {
        switch self {
        case .setState(.active, let id): ("resume", id, "")
        case .setState(_, let id): ("suspend", id, "")
        case .addOrigin(let origin, let id): ("add_origin", id, origin)
        case .removeOrigin(let origin, let id): ("remove_origin", id, origin)
        case .setPolicy(let policy, let value, let id): (policy.rawValue, id, value)
        case .setUser(true, let id): ("enable_user", id, "")
        case .setUser(false, let id): ("disable_user", id, "")
        case .confirmPairing(let id): ("confirm_pairing", id, "")
        case .endPairing(let id): ("end_pairing", id, "")
        case .endAutomation(let id): ("end_automation", id, "")
        case .cancelRequest(let id): ("cancel_request", id, "")
        }
    }

    /// What the operator is asked.
    var question: String {
        switch self {
        case .setState(.active, _): "Resume this requester? Its requests are answered again."
        case .setState: "Suspend this requester? All its requests are refused until it is resumed."
        case .addOrigin(let origin, _): "Let \(origin) show the pages in frames, and get answers in the URL?"
        case .removeOrigin(let origin, _): "Take from \(origin) what it may do? Its pages show no frames any more."
        case .setPolicy(let policy, let value, _): "Set “\(policy.title)” to “\(value)”?"
        case .setUser(true, _): "Let this user take part again?"
        case .setUser(false, _):
            "Switch the second factor off for this user? Sites that permit that let the user in with a password alone."
        case .confirmPairing:
            "Confirm this phone in place of the user's other one? It logs the user in from then on. Compare the words first."
        case .endPairing: "End this pairing? The phone approves nothing more for this user. This cannot be undone."
        case .endAutomation: "End this standing answer? The phone is asked again. This cannot be undone."
        case .cancelRequest: "Cancel this request? The requester hears that it was cancelled. This cannot be undone."
        }
    }

    /// Whether what it does stays done.
    var isFinal: Bool {
        switch self {
        case .endPairing, .endAutomation, .cancelRequest: true
        case .setState, .addOrigin, .removeOrigin, .setPolicy, .setUser, .confirmPairing: false
        }
    }
}

#endif
