#if Service

internal import DeviceProtocol

extension DeviceProtocol.Decision {
    /// The state of a pairing after the decision.
    var pairingState: Pairing.State { self == .approve ? .enabled : .denied }

    /// The state of an authentication request after the decision.
    var requestState: AuthenticationRequest.State { self == .approve ? .granted : .denied }
}

#endif
