#if Service

extension AuthenticationRequest {
    /// The state at one moment, as the requester sees it.
    struct Status: Sendable, Hashable {
        var isPending: Bool
        var isGranted: Bool
        var isAutomated: Bool
        /// Whether a one-time password has granted it.
        var isPasswordValid: Bool
        /// Never null on the wire, since Java clients need a string.
        var reason: String
        var reasonCode: Int
    }

    /// Returns the status at a time.
    func status(at now: Int64) -> Status {
        let (reason, code) = outcome(at: now)
        return Status(
            isPending: state == .pending && now < expires, isGranted: state.isGranted,
            isAutomated: state == .automaticallyGranted || state == .automaticallyDenied,
            isPasswordValid: state == .passwordAccepted, reason: reason, reasonCode: code)
    }

    /// The texts and codes of the reason. Codes from 1 to 12 are this service's own, 708 is the protocol's.
    private func outcome(at now: Int64) -> (String, Int) {
        switch state {
        case .pending where now >= expires: ("Nobody answered in time", 3)
        // The client that knows the code asks its user for a one-time password.
        case .pending where now < shownFrom: ("User requires OTP authentication", 708)
        case .pending: ("Waiting for the phone", 0)
        case .granted: ("Approved on the phone", 1)
        case .denied: ("Denied on the phone", 2)
        case .expired: ("Nobody answered in time", 3)
        case .cancelled: ("Cancelled", 4)
        case .superseded: ("Replaced by a newer request", 5)
        case .notMe: ("Denied on the phone: not requested by the user", 6)
        case .withdrawn: ("The pairing was deactivated", 7)
        case .wrongNumber: ("A wrong number was entered on the phone", 8)
        case .passwordAccepted: ("Approved with a one-time password", 9)
        case .passwordRefused: ("The one-time password is not valid", 10)
        case .automaticallyGranted: ("Approved automatically", 11)
        case .automaticallyDenied: ("Denied automatically", 12)
        }
    }
}

#endif
