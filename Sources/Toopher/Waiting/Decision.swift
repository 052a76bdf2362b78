extension AuthenticationRequest {
    /// What came of waiting for an answer.
    public enum Decision: Sendable, Hashable {
        /// The user said yes: let the user in.
        case granted(AuthenticationRequest)
        /// The user said no.
        case denied(AuthenticationRequest)
        /// The phone cannot be reached: ask the user for a one-time password, and answer the request with
        /// ``ToopherAPI/grantWithOTP(_:requestID:)``.
        case needsOTP(AuthenticationRequest)
        /// Nobody answered in time: let nobody in.
        case unanswered(AuthenticationRequest)

        /// Whether the user said yes.
        public var isGranted: Bool {
            if case .granted = self { true } else { false }
        }

        /// The request in its last known state.
        public var request: AuthenticationRequest {
            switch self {
            case .granted(let request), .denied(let request), .needsOTP(let request), .unanswered(let request): request
            }
        }
    }

    /// Whether the service wants a one-time password for this request: it is pending, with the reason 708.
    public var isOTPRequired: Bool {
        isPending && reasonCode == 708
    }

    /// What the request says when waiting for it is over.
    var decision: Decision {
        if isGranted { return .granted(self) }
        if isDenied { return .denied(self) }
        return isOTPRequired ? .needsOTP(self) : .unanswered(self)
    }
}
