extension Pairing {
    /// The result of waiting for a user to approve a pairing.
    public enum Approval: Sendable, Hashable {
        /// The user approved the pairing: store its id.
        case enabled(Pairing)
        /// The user denied the pairing, or it was deactivated.
        case denied(Pairing)
        /// There was no decision within the timeout.
        case timedOut(Pairing)

        /// Whether the user approved the pairing.
        public var isEnabled: Bool {
            if case .enabled = self { true } else { false }
        }

        /// The pairing in its last known state.
        public var pairing: Pairing {
            switch self {
            case .enabled(let pairing), .denied(let pairing), .timedOut(let pairing): pairing
            }
        }
    }

    /// The result that the pairing stands for when the wait has ended.
    var approval: Approval {
        if isEnabled { return .enabled(self) }
        return isPending ? .timedOut(self) : .denied(self)
    }
}
