extension ZeroStorageLogin {
    /// The next step of a log-in.
    public enum Step: Sendable, Hashable {
        /// The user granted the request: let the user in. The log-in is over.
        case granted(AuthenticationRequest)
        /// The user denied the request, or the one-time password is wrong: let nobody in. The log-in is over.
        case denied(AuthenticationRequest)
        /// The user has to decide on the phone: continue with
        /// ``ZeroStorageLogin/advance(timeout:schedule:clock:with:)``.
        case waiting(PendingDecision)
        /// The user has no phone: continue with ``ZeroStorageLogin/pair(phrase:with:)``.
        case needsPairingPhrase(PhraseReason)
        /// The terminal has no name: continue with ``ZeroStorageLogin/nameTerminal(_:with:)``.
        case needsTerminalName
        /// Only a one-time password decides now: continue with ``ZeroStorageLogin/enter(otp:with:)``.
        case needsOTP
        /// The user has disabled Toopher. Your policy decides whether to let the user in without it. The log-in is
        /// over.
        case userDisabled

        /// What the user has to decide on the phone.
        public enum PendingDecision: String, Sendable, Hashable, Codable {
            /// Whether to approve the pairing.
            case pairing
            /// Whether to grant the authentication request.
            case authentication
        }

        /// Why the user must type a pairing phrase.
        public enum PhraseReason: String, Sendable, Hashable, Codable {
            /// The user is unknown to the service: explain how to get the app.
            case userUnknown
            /// The user's pairing was deactivated.
            case pairingDeactivated
            /// No phone offers the phrase.
            case phraseUnknown
            /// The pairing was denied on the phone.
            case pairingDenied
        }
    }
}
