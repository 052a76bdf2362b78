#if Service

internal import Database

extension Store {
    /// Deactivates a pairing, and ends the authentication requests that its phone has not answered; returns whether that
    /// changed anything.
    @discardableResult
    static func deactivatePairing(
        id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let changed = try transaction.execute(
            "UPDATE pairings SET state = 'deactivated' WHERE id = $1 AND state IN ('pending', 'enabled')", [.text(id)])
        guard changed == 1, let pairing = try pairing(id: id, transaction) else { return false }
        // By user, since that is the index of what is pending.
        let requests = try transaction.query(
            "SELECT id FROM authentication_requests WHERE user_id = $1 AND pairing_id = $2 AND state = 'pending'",
            [.text(pairing.user.id), .text(id)])
        try transaction.execute(
            """
            UPDATE authentication_requests SET state = 'withdrawn'
            WHERE user_id = $1 AND pairing_id = $2 AND state = 'pending'
            """, [.text(pairing.user.id), .text(id)])
        for row in requests { try transaction.notify(.authenticationRequest(id: try row.text("id"))) }
        try transaction.notify(.pairing(id: id))
        if let device = pairing.deviceID { try transaction.notify(.device(id: device)) }
        return true
    }
}

#endif
