#if Service

/// What a requester states when it initiates an authentication request.
struct AuthenticationRequestDraft: Sendable, Hashable {
    /// Whose device decides.
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

    /// The identity of the terminal among the user's terminals: the requester's id of it, else its name.
    ///
    /// The prefixes keep a name from passing for an id.
    var terminalIdentity: String? {
        if let requesterSpecifiedID { return "id:" + requesterSpecifiedID }
        return terminalName.map { "name:" + $0 }
    }

    /// Returns why a user with this pairing cannot be asked for a decision; `nil` if the user can.
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
