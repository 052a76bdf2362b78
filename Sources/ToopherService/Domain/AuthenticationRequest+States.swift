#if Service

internal import CryptoCore
internal import DeviceProtocol

extension AuthenticationRequest {
    /// The stored state. All but `pending` are final. Expiry follows from the clock; it is stored when it is noticed.
    enum State: String, Sendable, CaseIterable {
        case pending
        /// Approved on the phone.
        case granted
        /// Denied on the phone.
        case denied
        /// Denied on the phone by a user who did not ask for it.
        case notMe = "not_me"
        /// Another number was entered on the phone than the page shows.
        case wrongNumber = "wrong_number"
        /// Cancelled by the requester.
        case cancelled
        /// Another request of the same requester has taken its place.
        case superseded
        /// The pairing was deactivated, or the user disabled.
        case withdrawn
        /// Nobody has answered in time.
        case expired
        /// Approved with a one-time password.
        case passwordAccepted = "password_accepted"
        /// The one-time password was wrong.
        case passwordRefused = "password_refused"
        /// Approved by the phone's standing answer.
        case automaticallyGranted = "automatically_granted"
        /// Denied by the phone's standing answer.
        case automaticallyDenied = "automatically_denied"

        /// Whether the requester may let the user in.
        var isGranted: Bool {
            switch self {
            case .granted, .passwordAccepted, .automaticallyGranted: true
            case .pending, .denied, .notMe, .wrongNumber, .cancelled, .superseded, .withdrawn, .expired,
                .passwordRefused, .automaticallyDenied:
                false
            }
        }
    }

    /// What may happen to a pending request.
    enum Event: Sendable, Hashable {
        /// The phone that was asked has answered.
        case answer(DeviceProtocol.Answer)
        /// The requester has sent a one-time password of the user.
        case oneTimePassword(isValid: Bool)
        /// The requester no longer wants to know.
        case cancellation
        /// The requester asks the same user something else.
        case supersession
        /// The pairing ended, or the user was disabled.
        case withdrawal
    }

    /// Returns the state after an event at a time.
    ///
    /// The only place that decides what may follow what. The store repeats its conditions in the statement that writes the
    /// state, so that no two events are both the first.
    func state(after event: Event, at now: Int64) throws(DecisionRefusal) -> State {
        guard state == .pending else { throw .alreadyDecided }
        guard now < expires else { throw .expired }
        switch event {
        case .answer(let answer): return try state(after: answer, at: now)
        case .oneTimePassword(let isValid): return isValid ? .passwordAccepted : .passwordRefused
        case .cancellation: return .cancelled
        case .supersession: return .superseded
        case .withdrawal: return .withdrawn
        }
    }

    private func state(after answer: DeviceProtocol.Answer, at now: Int64) throws(DecisionRefusal) -> State {
        // What is not shown yet cannot be answered.
        guard now >= shownFrom else { throw .notShown }
        guard answer.automatedUntil == 0 || mayBeAutomated && answer.automatedUntil > now else {
            throw .notAutomatable
        }
        guard answer.decision == .approve else { return answer.reason == .notMe ? .notMe : .denied }
        guard answer.reason == .none else { throw .contradictory }
        guard !needsChallenge || answer.isChallengeMet else { throw .challengeNotMet }
        if let matchNumber {
            guard ConstantTime.areEqual(Array(matchNumber.utf8), Array(answer.number.utf8)) else { return .wrongNumber }
        } else {
            guard answer.number.isEmpty else { throw .contradictory }
        }
        return .granted
    }
}

#endif
