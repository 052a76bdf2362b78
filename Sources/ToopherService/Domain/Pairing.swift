#if Service

internal import DeviceProtocol

/// A user and the device that decides for the user, approved on the device.
struct Pairing: Sendable, Hashable {
    /// The stored state. Expiry is not stored: it follows from the clock.
    enum State: String, Sendable {
        case pending
        /// Approved on its phone. Another phone of the user has to confirm it.
        case approved
        case enabled, denied, deactivated
    }

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
    /// What its user calls the phone; `nil` for the name that the phone has given itself.
    var phoneName: String?
    /// The pairing's phone, for the phone that is to confirm it; `nil` where nobody is asked to.
    var newPhone: NewPhone?
    /// Whether an endpoint of the requester is told what becomes of it.
    var hasWebhook = false

    /// Returns the status at a time.
    func status(at now: Int64) -> Status {
        switch state {
        case .pending, .approved: now < expires ? .pending : .expired
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

    /// What the phone shows that is to confirm this pairing of another one.
    ///
    /// - Parameter isChallengeRequired: Whether that phone checks its user before each approval.
    func confirmation(
        _ phone: NewPhone, service: String, isChallengeRequired: Bool
    ) -> DeviceProtocol.DecisionSubject {
        var subject = subject(service: service)
        subject.kind = .confirmation
        (subject.phone, subject.phoneWords) = (.init(id: phone.id, name: phone.name), phone.words)
        subject.isChallengeRequired = isChallengeRequired
        return subject
    }

    /// Returns the state after an answer of the pairing's phone that is given now.
    ///
    /// The store decides whether an enabled pairing has to be confirmed first.
    func deciding(_ answer: DeviceProtocol.Answer, at now: Int64) throws(DecisionRefusal) -> State {
        try after(answer, in: .pending, at: now)
    }

    /// Returns the state after an answer of the phone that is to confirm the pairing.
    func confirming(
        _ answer: DeviceProtocol.Answer, isChallengeRequired: Bool, at now: Int64
    ) throws(DecisionRefusal) -> State {
        let state = try after(answer, in: .approved, at: now)
        guard answer.decision == .deny || !isChallengeRequired || answer.isChallengeMet else {
            throw .challengeNotMet
        }
        return state
    }

    private func after(
        _ answer: DeviceProtocol.Answer, in expected: State, at now: Int64
    ) throws(DecisionRefusal) -> State {
        switch status(at: now) {
        case .pending where state == expected: break
        case .expired where state == expected: throw .expired
        case .pending, .expired, .enabled, .denied, .deactivated: throw .alreadyDecided
        }
        guard answer.number.isEmpty, answer.decision == .deny || answer.reason == .none else { throw .contradictory }
        guard answer.automatedUntil == 0 else { throw .notAutomatable }
        return answer.decision == .approve ? .enabled : .denied
    }
}

#endif
