#if Service

internal import DeviceProtocol

extension DeviceProtocol.Decision {
    /// What comes of the decision on a pairing.
    var pairingState: Pairing.State { self == .approve ? .enabled : .denied }

    /// What comes of the decision on an authentication request.
    var requestState: AuthenticationRequest.State { self == .approve ? .granted : .denied }
}

#endif
