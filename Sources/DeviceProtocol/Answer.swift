extension DeviceProtocol {
    /// What the user has answered on the phone.
    public struct Answer: Sendable, Hashable {
        /// Why a user denies.
        public enum Reason: String, Sendable, Codable {
            /// The user gave no reason.
            case none = ""
            /// The user did not ask for this: somebody else did.
            case notMe = "not_me"
        }

        /// The decision.
        public var decision: Decision
        /// The reason of a denial.
        public var reason: Reason
        /// The number that the user has entered; empty without one.
        public var number: String
        /// Whether the user has passed the phone's own check: pattern, PIN or finger.
        public var isChallengeMet: Bool
        /// Until when later requests of the same user, terminal and action get the same answer, in seconds since 1970; 0 for
        /// this request only.
        public var automatedUntil: Int64
        /// The time on the phone's clock, in seconds since 1970: the `Toopher-Timestamp` of the call with the answer.
        public var decided: Int64

        /// Creates an answer.
        public init(
            _ decision: Decision, reason: Reason = .none, number: String = "", isChallengeMet: Bool = false,
            automatedUntil: Int64 = 0, decided: Int64
        ) {
            self.decision = decision
            self.reason = reason
            self.number = number
            self.isChallengeMet = isChallengeMet
            self.automatedUntil = automatedUntil
            self.decided = decided
        }
    }
}
