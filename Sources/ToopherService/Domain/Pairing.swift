#if Service

internal import DeviceProtocol

/// A user and the device that decides for the user, approved on the device.
struct Pairing: Sendable, Hashable {
    /// The stored state. Expiry is not stored: it follows from the clock.
    enum State: String, Sendable { case pending, enabled, denied, deactivated }

    /// The state at one moment.
    enum Status: Sendable, Hashable { case pending, enabled, denied, deactivated, expired }

    var id: String
    var requesterID: String
    var requesterName: String
    var user: User
    /// The phone; `nil` until one has taken the pairing's invitation.
    var deviceID: String?
    var state: State
    /// Seconds since 1970.
    var created: Int64
    /// The deadline of the decision, in seconds since 1970.
    var expires: Int64

    /// Returns the status at a time.
    func status(at now: Int64) -> Status {
        switch state {
        case .pending: now < expires ? .pending : .expired
        case .enabled: .enabled
        case .denied: .denied
        case .deactivated: .deactivated
        }
    }

    /// Returns the state after a decision that is made now.
    func deciding(_ decision: DeviceProtocol.Decision, at now: Int64) throws(DecisionRefusal) -> State {
        switch status(at: now) {
        case .pending: return decision.pairingState
        case .expired: throw .expired
        case .enabled, .denied, .deactivated: throw .alreadyDecided
        }
    }
}

#endif
