#if Service

internal import DeviceProtocol

/// User ↔ device, approved on the device.
struct Pairing: Sendable, Hashable {
    /// What is stored. Expiry is not stored: it follows from the clock.
    enum State: String, Sendable { case pending, enabled, denied, deactivated }

    /// What is true at a moment.
    enum Status: Sendable, Hashable { case pending, enabled, denied, deactivated, expired }

    var id: String
    var requesterID: String
    var requesterName: String
    var user: User
    var deviceID: String
    var state: State
    /// Seconds since 1970.
    var created: Int64
    /// From this second on, an unanswered pairing can no longer be approved.
    var expires: Int64

    func status(at now: Int64) -> Status {
        switch state {
        case .pending: now < expires ? .pending : .expired
        case .enabled: .enabled
        case .denied: .denied
        case .deactivated: .deactivated
        }
    }

    /// The state after a decision that is made now.
    func deciding(_ decision: DeviceProtocol.Decision, at now: Int64) throws(DecisionRefusal) -> State {
        switch status(at: now) {
        case .pending: return decision.pairingState
        case .expired: throw .expired
        case .enabled, .denied, .deactivated: throw .alreadyDecided
        }
    }
}

#endif
