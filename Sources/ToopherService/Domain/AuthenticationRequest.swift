#if Service

internal import DeviceProtocol

/// A requester's request for a user's decision. What can become of it is in `AuthenticationRequest+States.swift`.
struct AuthenticationRequest: Sendable, Hashable {
    var id: String
    var requesterID: String
    var requesterName: String
    /// `nil` for a user without a phone, who can only use one-time passwords.
    var pairingID: String?
    /// `nil` without a pairing.
    var deviceID: String?
    var user: User
    var terminal: Terminal
    var action: Action
    /// Whether the user had never approved anything from this terminal when the request was created.
    var isFirstFromTerminal = false
    var automationAllowed: Bool
    var challengeRequired: Bool
    /// The number that the requester's page shows and the user must enter on the phone; `nil` for none.
    var matchNumber: String?
    var state: State
    /// Seconds since 1970.
    var created: Int64
    /// From when on the phone shows it, in seconds since 1970. From ``expires`` on means never.
    var shownFrom: Int64
    /// The deadline of the decision, in seconds since 1970.
    var expires: Int64
    /// Whether an endpoint of the requester is told what becomes of it.
    var hasWebhook = false
    /// Whether the user of the phone wants to be checked before each approval.
    var alwaysVerifies = false

    /// Whether an approval needs the phone's own check.
    var needsChallenge: Bool { challengeRequired || alwaysVerifies }

    /// What a phone shows.
    ///
    /// - Parameter service: The base URL of the service.
    func subject(service: String) -> DeviceProtocol.DecisionSubject {
        DeviceProtocol.DecisionSubject(
            service: service, kind: .authenticationRequest, id: id,
            requester: .init(id: requesterID, name: requesterName),
            user: .init(id: user.id, name: user.name), action: .init(id: action.id, name: action.name),
            terminal: .init(id: terminal.id, name: terminal.name), isFirstFromTerminal: isFirstFromTerminal,
            isChallengeRequired: needsChallenge, numberDigits: matchNumber?.utf8.count ?? 0,
            isAutomationAllowed: mayBeAutomated, created: created,
            expires: expires)
    }

    /// Whether the user's answer may be kept for later requests.
    ///
    /// Not where somebody has to be there, nor for a terminal that anybody may claim to be at: its name proves nothing, only
    /// the requester's own id of it does. Where only the phone's user wants the check, it is enough that this answer has it.
    var mayBeAutomated: Bool {
        automationAllowed && !challengeRequired && terminal.isIdentified
    }
}

#endif
