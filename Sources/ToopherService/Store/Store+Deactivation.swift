#if Service

internal import Database

extension Store {
    /// Deactivates pairings, and withdraws what their phones have not decided. Everybody who waits for any of it is told.
    ///
    /// - Parameter actor: On whose word.
    @discardableResult
    static func deactivatePairings(
        _ scope: PairingScope, by actor: AuditActor, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let (column, owner) = pairingColumn(scope)
        let rows = try transaction.query(
            """
            SELECT id, requester_id, user_id, device_id, \(hasWebhook("pairings.requester_id")) FROM pairings
            WHERE \(column) = $1 AND state <> 'deactivated'
            """, [.text(owner)])
        try transaction.execute(
            "UPDATE pairings SET state = 'deactivated' WHERE \(column) = $1 AND state <> 'deactivated'",
            [.text(owner)])
        for row in rows {
            let id = try row.text("id")
            try transaction.execute("DELETE FROM automations WHERE pairing_id = $1", [.text(id)])
            try record(
                .pairingDeactivated(
                    id, requesterID: try row.text("requester_id"), userID: try row.text("user_id"),
                    deviceID: try row.optionalText("device_id"), by: actor), now: now, transaction)
            try transaction.notify(.pairing(id: id))
            if let device = try row.optionalText("device_id") { try transaction.notify(.device(id: device)) }
            if try row.flag("has_webhook") { try announcePairing(id: id, now: now, transaction) }
        }
        try withdrawRequests(where: requestCondition(scope), owner, now: now, transaction)
        return !rows.isEmpty
    }

    /// Withdraws what the phones of a user have not decided.
    static func withdrawRequests(
        ofUser id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try withdrawRequests(where: requestCondition(.ofUser(id: id)), id, now: now, transaction)
    }

    /// A request that has expired stays expired.
    private static func withdrawRequests(
        where owned: String, _ owner: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let condition = "\(owned) AND state = 'pending' AND expires > $2"
        let values: [DatabaseValue] = [.text(owner), .integer(now)]
        let rows = try transaction.query(
            """
            SELECT id, requester_id, user_id, device_id, \(hasWebhook("authentication_requests.requester_id"))
            FROM authentication_requests
            WHERE \(condition)
            """, values)
        guard !rows.isEmpty else { return }
        try transaction.execute(
            "UPDATE authentication_requests SET state = 'withdrawn' WHERE \(condition)", values)
        for row in rows {
            let id = try row.text("id")
            try record(
                .ended(
                    id, requesterID: try row.text("requester_id"), userID: try row.text("user_id"), .withdrawn),
                now: now, transaction)
            try transaction.notify(.authenticationRequest(id: id))
            if let device = try row.optionalText("device_id") { try transaction.notify(.device(id: device)) }
            if try row.flag("has_webhook") { try announceRequest(id: id, now: now, transaction) }
        }
    }

    private static func pairingColumn(_ scope: PairingScope) -> (name: String, value: String) {
        switch scope {
        case .one(let id): ("id", id)
        case .ofUser(let id): ("user_id", id)
        case .ofDevice(let id): ("device_id", id)
        case .ofRequester(let id): ("requester_id", id)
        }
    }

    /// Requests are found by their users, for which there is an index.
    private static func requestCondition(_ scope: PairingScope) -> String {
        switch scope {
        case .one: "user_id = (SELECT user_id FROM pairings WHERE id = $1) AND pairing_id = $1"
        case .ofUser: "user_id = $1"
        case .ofDevice: "user_id IN (SELECT user_id FROM pairings WHERE device_id = $1) AND device_id = $1"
        case .ofRequester: "user_id IN (SELECT id FROM users WHERE requester_id = $1)"
        }
    }
}

#endif
