public import CryptoCore

extension DeviceProtocol {
    /// An answer with everything that the user was shown.
    ///
    /// Stored with its signature, it proves later what was approved or denied.
    public struct DecisionRecord: Sendable, Hashable {
        /// What was shown.
        public var subject: DecisionSubject
        /// What was answered.
        public var answer: Answer
        /// The id of the device that signs.
        public var device: String

        /// Creates a record.
        public init(_ subject: DecisionSubject, _ answer: Answer, device: String) {
            self.subject = subject
            self.answer = answer
            self.device = device
        }

        /// Returns the challenge of the assertion with which the phone's authenticator says that it has checked its user: the
        /// SHA-256 digest of what the device's key signs.
        public func challenge() throws(CryptoError) -> [UInt8] { try Digest.sha256(bytesToSign()) }

        /// Returns what the device's key signs.
        public func bytesToSign() -> [UInt8] {
            DeviceProtocol.record(
                "toopher-decision-2",
                [
                    ("service", subject.service), ("kind", subject.kind.rawValue), ("id", subject.id),
                    ("requester-id", subject.requester.id), ("requester-name", subject.requester.name),
                    ("user-id", subject.user.id), ("user-name", subject.user.name),
                    ("action-id", subject.action.id), ("action-name", subject.action.name),
                    ("terminal-id", subject.terminal.id), ("terminal-name", subject.terminal.name),
                    ("phone-id", subject.phone.id), ("phone-name", subject.phone.name),
                    ("phone-words", subject.phoneWords),
                    ("first-from-terminal", String(subject.isFirstFromTerminal)),
                    ("challenge-required", String(subject.isChallengeRequired)),
                    ("number-digits", String(subject.numberDigits)),
                    ("automation-allowed", String(subject.isAutomationAllowed)),
                    ("created", String(subject.created)), ("expires", String(subject.expires)),
                    ("decision", answer.decision.rawValue), ("reason", answer.reason.rawValue),
                    ("number", answer.number), ("challenge-met", String(answer.isChallengeMet)),
                    ("automated-until", String(answer.automatedUntil)), ("decided", String(answer.decided)),
                    ("device", device),
                ])
        }
    }
}
