extension AuthenticationRequest {
    /// The result of waiting for a user's decision.
    public enum Decision: Sendable, Hashable {
        /// The user granted the request: let the user in.
        case granted(AuthenticationRequest)
        /// The user denied the request.
        case denied(AuthenticationRequest)
        /// Only a one-time password decides now: ask the user for one and call
        /// ``ToopherAPI/grantWithOTP(_:requestID:)``.
        case needsOTP(AuthenticationRequest)
        /// There was no decision within the timeout: let nobody in.
        case timedOut(AuthenticationRequest)

        /// Whether the user granted the request.
        public var isGranted: Bool {
            if case .granted = self { true } else { false }
        }

        /// The request in its last known state.
        public var request: AuthenticationRequest {
            switch self {
            case .granted(let request), .denied(let request), .needsOTP(let request), .timedOut(let request): request
            }
        }
    }

    /// Whether the service requires a one-time password: the request is pending with reason code 708.
    public var isOTPRequired: Bool {
        isPending && reasonCode == 708
    }

    /// The decision that the request stands for when the wait has ended.
    var decision: Decision {
        if isGranted { return .granted(self) }
        if isDenied { return .denied(self) }
        return isOTPRequired ? .needsOTP(self) : .timedOut(self)
    }
}
