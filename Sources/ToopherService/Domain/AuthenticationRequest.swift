#if Service

internal import DeviceProtocol

/// A requester's request for a user's decision: pending, then granted or denied.
struct AuthenticationRequest: Sendable, Hashable {
    /// The stored state. Expiry is not stored: it follows from the clock.
    enum State: String, Sendable { case pending, granted, denied, withdrawn }

    /// The state at one moment, as the requester sees it.
    struct Status: Sendable, Hashable {
        var isPending: Bool
        var isGranted: Bool
        var isAutomated: Bool
        /// Never null on the wire, since Java clients need a string.
        var reason: String
        var reasonCode: Int
    }

    var id: String
    var requesterID: String
    var requesterName: String
    var pairingID: String
    var deviceID: String
    var user: User
    var terminal: Terminal
    var action: Action
    var automationAllowed: Bool
    var challengeRequired: Bool
    var state: State
    /// Seconds since 1970.
    var created: Int64
    /// The deadline of the decision, in seconds since 1970.
    var expires: Int64

    /// Returns the status at a time.
    func status(at now: Int64) -> Status {
        func status(_ reason: String, _ code: Int, isPending: Bool = false, isGranted: Bool = false) -> Status {
            Status(isPending: isPending, isGranted: isGranted, isAutomated: false, reason: reason, reasonCode: code)
        }
        return switch state {
        case .granted: status("Approved on the phone", 1, isGranted: true)
        case .denied: status("Denied on the phone", 2)
        case .pending where now < expires: status("Waiting for the phone", 0, isPending: true)
        case .withdrawn: status("The pairing was deactivated", 7)
        case .pending: status("Nobody answered in time", 3)
        }
    }

    /// Returns the state after a decision that is made now.
    func deciding(_ decision: DeviceProtocol.Decision, at now: Int64) throws(DecisionRefusal) -> State {
        guard state == .pending else { throw .alreadyDecided }
        guard now < expires else { throw .expired }
        return decision.requestState
    }
}

#endif
