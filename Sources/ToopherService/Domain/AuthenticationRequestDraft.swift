#if Service

/// What a requester asks when it starts an authentication request.
struct AuthenticationRequestDraft: Sendable, Hashable {
    /// Whose phone is asked.
    enum Subject: Sendable, Hashable {
        case pairing(id: String)
        case user(name: String)
    }

    var subject: Subject
    var terminalName: String?
    var requesterSpecifiedID: String?
    var actionName = Action.defaultName
    var automationAllowed = true
    var challengeRequired = false

    /// What tells one terminal of a user from another: the requester's id for it, else its name.
    ///
    /// The prefixes keep a name from passing for an id.
    var terminalIdentity: String? {
        if let requesterSpecifiedID { return "id:" + requesterSpecifiedID }
        return terminalName.map { "name:" + $0 }
    }

    /// Whether a question may be put to a user with this pairing; nil when it may.
    static func refusal(user: User, pairing: Pairing.Status?) -> ProtocolError? {
        guard user.isEnabled else { return .userDisabled }
        return switch pairing {
        case .enabled: nil
        case .pending: .notAuthorized
        case .denied, .deactivated, .expired, nil: .pairingDeactivated
        }
    }
}

#endif
