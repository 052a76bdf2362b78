#if Service

/// Why an event has no effect.
enum DecisionRefusal: Error, Sendable, Hashable {
    /// There is a final state already.
    case alreadyDecided
    /// The deadline has passed.
    case expired
    /// The phone is not to show it yet.
    case notShown
    /// The phone's own check is required, and was not made.
    case challengeNotMet
    /// An answer that is to be kept, where none may be.
    case notAutomatable
    /// An answer that says two things: an approval with a reason to deny, or a number that nobody asked for.
    case contradictory
}

extension DecisionRefusal {
    /// What the device is told.
    var protocolError: ProtocolError {
        switch self {
        case .alreadyDecided: .alreadyDecided
        case .expired: .expired
        case .notShown: .notFound
        case .challengeNotMet: ProtocolError(status: 409, "Approval needs the phone's own check")
        case .notAutomatable: ProtocolError(status: 409, "This answer cannot be kept for later requests")
        case .contradictory: ProtocolError(status: 400, "The answer contradicts itself")
        }
    }
}

#endif
