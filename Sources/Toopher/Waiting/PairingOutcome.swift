extension Pairing {
    /// What came of waiting for a user to approve a pairing.
    public enum Outcome: Sendable, Hashable {
        /// The user approved: keep the pairing's id.
        case enabled(Pairing)
        /// The user refused, or the pairing was deactivated.
        case refused(Pairing)
        /// Nobody answered in time.
        case unanswered(Pairing)

        /// Whether the user approved.
        public var isEnabled: Bool {
            if case .enabled = self { true } else { false }
        }

        /// The pairing in its last known state.
        public var pairing: Pairing {
            switch self {
            case .enabled(let pairing), .refused(let pairing), .unanswered(let pairing): pairing
            }
        }
    }

    /// What the pairing says when waiting for it is over.
    var outcome: Outcome {
        if isEnabled { return .enabled(self) }
        return isPending ? .unanswered(self) : .refused(self)
    }
}
