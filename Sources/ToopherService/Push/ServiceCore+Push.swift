#if Service

extension ServiceCore {
    /// Wakes up the phone that is to decide on a new request.
    ///
    /// - Parameter newID: The id of a new request: one that an earlier call has created is announced already.
    func announce(_ request: AuthenticationRequest, ifNew newID: String) {
        guard let push, request.id == newID, request.state == .pending, let deviceID = request.deviceID,
            let pairingID = request.pairingID
        else { return }
        push.announce(
            PushNotice(
                deviceID: deviceID, requesterID: request.requesterID, pairingID: pairingID, subjectID: request.id,
                from: request.shownFrom, until: request.expires))
    }

    /// Wakes up the phone that is to decide on a new pairing.
    func announce(_ pairing: Pairing) {
        guard let push, pairing.state == .pending, let deviceID = pairing.deviceID else { return }
        push.announce(
            PushNotice(
                deviceID: deviceID, requesterID: pairing.requesterID, pairingID: pairing.id, subjectID: pairing.id,
                from: pairing.created, until: pairing.expires))
    }

    /// Wakes up the phones that are to confirm a pairing.
    func announce(_ decided: DecidedPairing) {
        guard let push else { return }
        for device in decided.confirming where decided.pairing.state == .approved {
            push.announce(
                PushNotice(
                    deviceID: device.deviceID, requesterID: decided.pairing.requesterID, pairingID: device.pairingID,
                    subjectID: decided.pairing.id, from: clock(), until: decided.pairing.expires))
        }
    }
}

#endif
