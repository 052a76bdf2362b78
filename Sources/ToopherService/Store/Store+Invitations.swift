#if Service

internal import Database

extension Store {
    /// Creates a pending pairing without a phone, for the first that has the invitation's token.
    ///
    /// - Parameter isFirst: Whether it can only be enabled while the user has no second factor.
    static func createInvitedPairing(
        id: String, tokenDigest: String, requesterID: String, userName: String, newUserID: String,
        isFirst: Bool = false, now: Int64, lifetime: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Pairing {
        let user = try user(named: userName, of: requesterID, newID: newUserID, now: now, transaction)
        try transaction.execute(
            """
            INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires, is_first)
            VALUES ($1, $2, $3, NULL, 'pending', $4, $5, $6)
            """,
            [
                .text(id), .text(requesterID), .text(user.id), .integer(now), .integer(now + lifetime),
                .flag(isFirst),
            ])
        try transaction.execute(
            "INSERT INTO pairing_invitations (token_digest, pairing_id, expires) VALUES ($1, $2, $3)",
            [.text(tokenDigest), .text(id), .integer(now + lifetime)])
        try record(.pairingCreated(id, requesterID: requesterID, userID: user.id, deviceID: nil), now: now, transaction)
        guard let pairing = try pairing(id: id, transaction) else { throw .unexpectedColumn(name: "pairings.id") }
        return pairing
    }

    /// Gives a pairing to the first phone that takes its invitation. Of two phones at once, exactly one gets it.
    static func takeInvitation(
        tokenDigest: String, deviceID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Pairing, ProtocolError> {
        let rows = try transaction.query(
            "SELECT pairing_id FROM pairing_invitations WHERE token_digest = $1 AND expires > $2",
            [.text(tokenDigest), .integer(now)])
        guard let id = try rows.first?.text("pairing_id") else { return .failure(.unknownInvitation) }
        let changed = try transaction.execute(
            """
            UPDATE pairings SET device_id = $1
            WHERE id = $2 AND device_id IS NULL AND state = 'pending' AND expires > $3
            """, [.text(deviceID), .text(id), .integer(now)])
        guard let pairing = try pairing(id: id, transaction) else { throw .unexpectedColumn(name: "pairings.id") }
        guard changed == 1 else {
            // Without a phone it was deactivated before one took it.
            return .failure(pairing.deviceID == nil ? .unknownInvitation : .invitationUsed)
        }
        try record(.pairingTaken(pairing), now: now, transaction)
        try transaction.notify(.pairing(id: id))
        try transaction.notify(.device(id: deviceID))
        return .success(pairing)
    }

    /// Returns whether a phone can still take a pairing with a token.
    static func isInvited(
        _ pairing: Pairing, tokenDigest: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> Bool {
        guard pairing.deviceID == nil, pairing.status(at: now) == .pending else { return false }
        let rows = try connection.query(
            """
            SELECT pairing_id FROM pairing_invitations WHERE token_digest = $1 AND pairing_id = $2 AND expires > $3
            """, [.text(tokenDigest), .text(pairing.id), .integer(now)])
        return !rows.isEmpty
    }
}

#endif
