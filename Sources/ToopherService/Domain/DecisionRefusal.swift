#if Service

/// Why a decision is refused.
enum DecisionRefusal: Error, Sendable, Hashable {
    /// There is a decision already.
    case alreadyDecided
    /// The deadline has passed.
    case expired
}

extension DecisionRefusal {
    /// What the device is told.
    var protocolError: ProtocolError {
        switch self {
        case .alreadyDecided: .alreadyDecided
        case .expired: .expired
        }
    }
}

#endif
