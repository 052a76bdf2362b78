#if Service

/// What the operator can change on the desk. Whatever else there is, the command line does.
enum AdminChange: Sendable, Hashable {
    /// The id is made with the question, so that a form that is sent twice creates one requester.
    case createRequester(name: String, id: String)
    /// For how many hours the secret before counts. The id is that of the new secret, made with the question.
    case rotateSecret(hours: Int64, requester: String, secretID: String)
    case setState(RequesterState, requester: String)
    case addOrigin(String, requester: String)
    case removeOrigin(String, requester: String)
    case setPolicy(AdminPolicy, String, requester: String)
    case setUser(isEnabled: Bool, user: String)
    case confirmPairing(String)
    case endPairing(String)
    case endAutomation(String)
    case cancelRequest(String)

    /// For how many hours a secret that was replaced may count: none, a day, a week.
    static let overlaps: [(hours: Int64, title: AdminText)] = [(0, .rotateNow), (24, .rotateDay), (168, .rotateWeek)]

    /// Reads a change from a form; `nil` if there is no such change.
    init?(kind: String, id: String, value: String) {
        switch kind {
        case "create_requester": self = .createRequester(name: value, id: id)
        case "rotate_secret":
            let ids = id.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard let overlap = Self.overlaps.first(where: { String($0.hours) == value }), ids.count <= 2 else {
                return nil
            }
            self = .rotateSecret(
                hours: overlap.hours, requester: ids[0], secretID: ids.count == 2 ? ids[1] : "")
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
        case .createRequester(let name, let id): ("create_requester", id, name)
        case .rotateSecret(let hours, let id, ""): ("rotate_secret", id, String(hours))
        case .rotateSecret(let hours, let id, let secretID): ("rotate_secret", "\(id) \(secretID)", String(hours))
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

    /// Returns the change with an id for what it makes, which its form then has.
    func prepared(_ newID: () throws -> String) rethrows -> AdminChange {
        switch self {
        case .createRequester(let name, _): .createRequester(name: name, id: try newID())
        case .rotateSecret(let hours, let id, _): .rotateSecret(hours: hours, requester: id, secretID: try newID())
        default: self
        }
    }

    /// What the operator is asked.
    func question(_ texts: AdminTexts) -> Markup {
        switch self {
        case .createRequester(let name, _): texts(.askCreate, ["name": "\(name)"])
        case .rotateSecret(0, _, _): texts(.askRotateNow)
        case .rotateSecret(let hours, _, _): texts(.askRotateLater, ["hours": "\(hours)"])
        case .setState(.active, _): texts(.askResume)
        case .setState: texts(.askSuspend)
        case .addOrigin(let origin, _): texts(.askAddOrigin, ["origin": "\(origin)"])
        case .removeOrigin(let origin, _): texts(.askRemoveOrigin, ["origin": "\(origin)"])
        case .setPolicy(let policy, let value, _):
            texts(.askPolicy, ["policy": texts(policy.title), "value": policy.title(of: value, texts)])
        case .setUser(true, _): texts(.askUserOn)
        case .setUser(false, _): texts(.askUserOff)
        case .confirmPairing: texts(.askConfirmPairing)
        case .endPairing: texts(.askEndPairing)
        case .endAutomation: texts(.askEndAutomation)
        case .cancelRequest: texts(.askCancel)
        }
    }

    /// Whether what it does stays done.
    var isFinal: Bool {
        switch self {
        case .rotateSecret, .endPairing, .endAutomation, .cancelRequest: true
        case .createRequester, .setState, .addOrigin, .removeOrigin, .setPolicy, .setUser, .confirmPairing: false
        }
    }
}

#endif
