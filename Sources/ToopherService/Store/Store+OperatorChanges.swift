#if Service

internal import Database

/// What operators change about users, phones, pairings and tokens.
extension Store {
    /// Looks up a user by id or name.
    ///
    /// - Parameter requester: The id or the consumer key of the user's requester; `nil` if the user is unique without.
    static func user(
        administered user: String, of requester: String?, _ connection: Connection
    ) throws(DatabaseError) -> Result<(user: User, requesterID: String), AdministrationRefusal> {
        var (condition, values) = ("", [DatabaseValue.text(user)])
        if let requester {
            condition = "AND (r.id = $2 OR r.consumer_key = $2)"
            values.append(.text(requester))
        }
        let rows = try connection.query(
            """
            SELECT \(userFields), u.requester_id FROM users u JOIN requesters r ON r.id = u.requester_id
            WHERE (u.id = $1 OR u.name = $1) AND r.state <> 'deleted' \(condition) LIMIT 2
            """, values)
        guard let row = rows.first else { return .failure(.notFound(.user)) }
        guard rows.count == 1 else { return .failure(.severalUsers) }
        return .success((try self.user(row), try row.text("requester_id")))
    }

    /// Confirms, in place of a phone of the user, a pairing that its own phone has approved.
    static func confirmPairing(
        id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, AdministrationRefusal> {
        guard let pairing = try pairing(id: id, transaction) else { return .failure(.notFound(.pairing)) }
        guard pairing.state == .approved, now < pairing.expires else { return .failure(.needsNoConfirmation) }
        guard pairing.user.isEnabled else { return .failure(.userIsDisabled) }
        try transaction.execute("UPDATE pairings SET state = 'enabled' WHERE id = $1", [.text(id)])
        try record(.confirmedByOperator(pairing), now: now, transaction)
        if let deviceID = pairing.deviceID { try transaction.notify(.device(id: deviceID)) }
        _ = try settle(pairing, state: .enabled, expires: pairing.expires, now: now, transaction)
        return .success(())
    }

    /// Ends a pairing that has not ended.
    static func endPairing(
        id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, AdministrationRefusal> {
        guard try pairing(id: id, transaction) != nil else { return .failure(.notFound(.pairing)) }
        try deactivatePairings(.one(id: id), by: .operator, now: now, transaction)
        return .success(())
    }

    /// Ends everything that a phone is used for: its pairings, the phrase that it offers, and push messages to it.
    ///
    /// Its signatures still verify, since the log needs them, but nothing is left that they decide.
    static func endDevice(
        id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, AdministrationRefusal> {
        guard try !transaction.query("SELECT id FROM devices WHERE id = $1", [.text(id)]).isEmpty else {
            return .failure(.notFound(.device))
        }
        try record(.deviceEnded(id), now: now, transaction)
        try deactivatePairings(.ofDevice(id: id), by: .operator, now: now, transaction)
        try transaction.execute("DELETE FROM push_subscriptions WHERE device_id = $1", [.text(id)])
        try transaction.execute(
            "UPDATE pairing_phrases SET device_id = NULL, expires = $2 WHERE device_id = $1",
            [.text(id), .integer(now)])
        return .success(())
    }

    /// Deactivates a token of whatever requester.
    static func deactivateToken(
        id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, AdministrationRefusal> {
        let rows = try transaction.query("SELECT requester_id FROM oath_tokens WHERE id = $1", [.text(id)])
        guard let requesterID = try rows.first?.text("requester_id"),
            let stored = try storedToken(.id(id), of: requesterID, transaction)
        else { return .failure(.notFound(.token)) }
        _ = try deactivate(stored.token, by: .operator, now: now, transaction)
        return .success(())
    }
}

#endif
