#if Service

internal import Database

extension Store {
    /// Asks for what a device has to decide. The function that is returned returns it.
    ///
    /// - Parameter service: The base URL of the service, as the phone knows it.
    static func pending(
        deviceID: String, service: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> () throws(DatabaseError) -> PendingList {
        let pairings = try pendingPairings(deviceID: deviceID, now: now, connection)
        let requests = try pendingRequests(deviceID: deviceID, now: now, connection)
        return { () throws(DatabaseError) in
            let (requests, shownCount) = try requests()
            let shown = requests.filter { $0.shownFrom <= now }
            return PendingList(
                pairings: try pairings().map { $0.subject(service: service) },
                authenticationRequests: shown.map { $0.subject(service: service) },
                more: max(0, shownCount - Int64(shown.count)),
                next: requests.map(\.shownFrom).filter { $0 > now }.min())
        }
    }

    /// Returns what a device has to decide.
    func pending(deviceID: String, service: String, now: Int64) async throws(DatabaseError) -> PendingList {
        try await database.read { connection throws(DatabaseError) in
            try Self.pending(deviceID: deviceID, service: service, now: now, connection)()
        }
    }
}

#endif
