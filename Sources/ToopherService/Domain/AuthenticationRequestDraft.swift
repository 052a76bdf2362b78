#if Service

internal import CryptoCore

/// What a requester states when it initiates an authentication request.
struct AuthenticationRequestDraft: Sendable, Hashable {
    /// Whose device decides.
    enum Subject: Sendable, Hashable {
        case pairing(id: String)
        case user(name: String)

        /// What a requester is told that has no such pairing or user. An unknown pairing, another requester's, and one that
        /// is deactivated mean the same to a client: pair again.
        var unknown: ProtocolError {
            switch self {
            case .pairing: .pairingDeactivated
            case .user: .userUnknown
            }
        }
    }

    var subject: Subject
    var terminalName: String?
    var requesterSpecifiedID: String?
    var actionName = Action.defaultName
    var automationAllowed = true
    var challengeRequired = false
    /// Whether the requester shows the user the number that comes with the response.
    var showsNumber = false
    /// A one-time password of the user: the verdict comes at once, and no phone is asked.
    var oneTimePassword: String?

    /// The identity of the terminal among the user's terminals: the requester's id of it, else its name.
    ///
    /// The prefixes keep a name from passing for an id.
    var terminalIdentity: String {
        if let requesterSpecifiedID { return "id:" + requesterSpecifiedID }
        return terminalName.map { "name:" + $0 } ?? "unnamed:"
    }

    /// A digest of everything that is asked: of two drafts with one digest, the second asks nothing new.
    func digest() throws(CryptoError) -> String {
        let subject =
            switch subject {
            case .pairing(let id): "pairing " + id
            case .user(let name): "user " + name
            }
        return try TextsDigest.text([
            subject, terminalIdentity, terminalName ?? "", actionName, "\(automationAllowed)", "\(challengeRequired)",
            "\(showsNumber)", oneTimePassword ?? "",
        ])
    }

    /// Whether the phone need not show this draft again beside one of the same digest.
    ///
    /// Only the requester's own id says that two requests come from one terminal. By names alone, a stranger could have his
    /// request approved with the user's.
    var isMergeable: Bool { requesterSpecifiedID != nil && oneTimePassword == nil }

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
