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
    /// Whether it is only for a user who has no second factor: it was begun by someone who has shown no second factor.
    var isFirst = false
    /// Whether an endpoint of the requester is told what becomes of it.
    var hasWebhook = false

    /// Returns the status at a time.
    func status(at now: Int64) -> Status {
        switch state {
        case .pending: now < expires ? .pending : .expired
        case .enabled: .enabled
        case .denied: .denied
        case .deactivated: .deactivated
        }
    }

    /// What a phone shows.
    ///
    /// - Parameter service: The base URL of the service.
    func subject(service: String) -> DeviceProtocol.DecisionSubject {
        DeviceProtocol.DecisionSubject(
            service: service, kind: .pairing, id: id, requester: .init(id: requesterID, name: requesterName),
            user: .init(id: user.id, name: user.name), created: created, expires: expires)
    }

    /// What its phone signs to end it.
    ///
    /// - Parameter service: The base URL of the service.
    func revocationSubject(service: String) -> DeviceProtocol.RevocationSubject {
        DeviceProtocol.RevocationSubject(
            service: service, kind: .pairing, id: id, requester: .init(id: requesterID, name: requesterName),
            user: .init(id: user.id, name: user.name))
    }

    /// Returns the state after an answer that is given now.
    func deciding(_ answer: DeviceProtocol.Answer, at now: Int64) throws(DecisionRefusal) -> State {
        switch status(at: now) {
        case .pending: break
        case .expired: throw .expired
        case .enabled, .denied, .deactivated: throw .alreadyDecided
        }
        guard answer.number.isEmpty, answer.decision == .deny || answer.reason == .none else { throw .contradictory }
        guard answer.automatedUntil == 0 else { throw .notAutomatable }
        return answer.decision == .approve ? .enabled : .denied
    }
}

#endif
