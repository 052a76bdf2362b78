#if Service

internal import DeviceProtocol

/// One question: pending, then granted or denied.
struct AuthenticationRequest: Sendable, Hashable {
    /// What is stored. Expiry is not stored: it follows from the clock.
    enum State: String, Sendable { case pending, granted, denied }

    /// What the requester is told.
    struct Verdict: Sendable, Hashable {
        var isPending: Bool
        var isGranted: Bool
        var isAutomated: Bool
        /// Never null on the wire: Java clients need a string.
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
    /// From this second on, an unanswered request is over.
    var expires: Int64

    func verdict(at now: Int64) -> Verdict {
        func verdict(_ reason: String, _ code: Int, isPending: Bool = false, isGranted: Bool = false) -> Verdict {
            Verdict(isPending: isPending, isGranted: isGranted, isAutomated: false, reason: reason, reasonCode: code)
        }
        return switch state {
        case .granted: verdict("Approved on the phone", 1, isGranted: true)
        case .denied: verdict("Denied on the phone", 2)
        case .pending where now < expires: verdict("Waiting for the phone", 0, isPending: true)
        case .pending: verdict("Nobody answered in time", 3)
        }
    }

    /// The state after a decision that is made now.
    func deciding(_ decision: DeviceProtocol.Decision, at now: Int64) throws(DecisionRefusal) -> State {
        guard state == .pending else { throw .alreadyDecided }
        guard now < expires else { throw .expired }
        return decision.requestState
    }
}

#endif
