#if Service

internal import Database

extension Store {
    /// Returns what a device has to decide.
    static func pending(deviceID: String, now: Int64, _ connection: Connection) throws(DatabaseError) -> PendingList {
        let pairings = try pendingPairings(deviceID: deviceID, now: now, connection)
        let requests = try pendingRequests(deviceID: deviceID, now: now, connection)
        return PendingList(
            pairings: try pairings().map(PendingItem.init), authenticationRequests: requests.map(PendingItem.init))
    }

    /// Returns what a device has to decide.
    func pending(deviceID: String, now: Int64) async throws(DatabaseError) -> PendingList {
        try await database.read { connection throws(DatabaseError) in
            try Self.pending(deviceID: deviceID, now: now, connection)
        }
    }
}

#endif
