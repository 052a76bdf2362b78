#if Service

/// Why a decision is not taken.
enum DecisionRefusal: Error, Sendable, Hashable {
    /// Somebody has decided already.
    case alreadyDecided
    /// The time to answer is over.
    case expired
}

extension DecisionRefusal {
    var protocolError: ProtocolError {
        switch self {
        case .alreadyDecided: .alreadyDecided
        case .expired: .expired
        }
    }
}

#endif
