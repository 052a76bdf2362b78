#if Service

internal import Database

extension Store {
    /// Asks for what a device has to decide. The function that is returned returns it.
    ///
    /// - Parameter service: The base URL of the service, as the phone knows it.
    static func pending(
        device: Device, service: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> () throws(DatabaseError) -> PendingList {
        let pairings = try pendingPairings(deviceID: device.id, now: now, connection)
        let requests = try pendingRequests(deviceID: device.id, now: now, connection)
        return { () throws(DatabaseError) in
            let (found, shownCount) = try requests()
            let requests = found.map { stored in
                var request = stored
                request.alwaysVerifies = device.alwaysVerifies
                return request
            }
            let shown = requests.filter { $0.shownFrom <= now }
            let undecided = try pairings()
            return PendingList(
                pairings: undecided.filter { $0.state == .pending }.map { $0.subject(service: service) },
                confirmations: undecided.compactMap { pairing in
                    pairing.newPhone.map {
                        .init(
                            subject: pairing.confirmation(
                                $0, service: service, isChallengeRequired: device.alwaysVerifies || $0.needsChallenge),
                            confirmingPairingID: $0.confirmingPairingID)
                    }
                },
                unconfirmed: undecided.count { $0.state == .approved && $0.newPhone == nil },
                authenticationRequests: shown.map { $0.subject(service: service) },
                more: max(0, shownCount - Int64(shown.count)),
                next: requests.map(\.shownFrom).filter { $0 > now }.min())
        }
    }

    /// Returns what a device has to decide.
    func pending(device: Device, service: String, now: Int64) async throws(DatabaseError) -> PendingList {
        try await database.read { connection throws(DatabaseError) in
            try Self.pending(device: device, service: service, now: now, connection)()
        }
    }
}

#endif
