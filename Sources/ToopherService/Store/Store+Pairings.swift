#if Service

internal import Database

extension Store {
    private static let pairingColumns = """
        SELECT p.id, p.requester_id, r.name AS requester_name, p.device_id, p.state, p.created, p.expires,
            u.id AS user_id, u.name AS user_name, u.is_enabled
        FROM pairings p JOIN users u ON u.id = p.user_id JOIN requesters r ON r.id = p.requester_id
        """

    /// Creates the pairing of a phrase and deletes the phrase, in one transaction; returns `nil` if the phrase is unknown.
    func createPairing(
        id: String, phrase: String, requesterID: String, userName: String, newUserID: String, now: Int64,
        lifetime: Int64
    ) async throws(DatabaseError) -> Pairing? {
        try await database.write { transaction throws(DatabaseError) in
            let offers = try transaction.query(
                "DELETE FROM pairing_phrases WHERE phrase = $1 AND expires > $2 RETURNING device_id",
                [.text(phrase), .integer(now)])
            guard let offer = offers.first else { return nil }
            let user = try Self.user(named: userName, of: requesterID, newID: newUserID, now: now, transaction)
            try transaction.execute(
                """
                INSERT INTO pairings (id, requester_id, user_id, device_id, state, created, expires)
                VALUES ($1, $2, $3, $4, 'pending', $5, $6)
                """,
                [
                    .text(id), .text(requesterID), .text(user.id), .text(try offer.text("device_id")), .integer(now),
                    .integer(now + lifetime),
                ])
            return try Self.pairing(id: id, transaction)
        }
    }

    /// Looks up a pairing.
    func pairing(id: String) async throws(DatabaseError) -> Pairing? {
        try await database.read { connection throws(DatabaseError) in try Self.pairing(id: id, connection) }
    }

    /// Returns the pending pairings of a device, the oldest first.
    func pendingPairings(deviceID: String, now: Int64) async throws(DatabaseError) -> [Pairing] {
        try await database.read { connection throws(DatabaseError) in
            let rows = try connection.query(
                """
                \(Self.pairingColumns)
                WHERE p.device_id = $1 AND p.state = 'pending' AND p.expires > $2 ORDER BY p.created, p.id LIMIT 100
                """, [.text(deviceID), .integer(now)])
            return try rows.map { row throws(DatabaseError) in try Self.pairing(row) }
        }
    }

    static func pairing(id: String, _ connection: Connection) throws(DatabaseError) -> Pairing? {
        guard let row = try connection.query("\(pairingColumns) WHERE p.id = $1", [.text(id)]).first else { return nil }
        return try pairing(row)
    }

    /// Returns the pairing that counts for a user: the latest enabled one, else the latest.
    static func latestPairing(userID: String, _ connection: Connection) throws(DatabaseError) -> Pairing? {
        let rows = try connection.query(
            """
            \(pairingColumns) WHERE p.user_id = $1
            ORDER BY CASE p.state WHEN 'enabled' THEN 0 ELSE 1 END, p.created DESC, p.id LIMIT 1
            """, [.text(userID)])
        guard let row = rows.first else { return nil }
        return try pairing(row)
    }

    private static func pairing(_ row: Row) throws(DatabaseError) -> Pairing {
        Pairing(
            id: try row.text("id"), requesterID: try row.text("requester_id"),
            requesterName: try row.text("requester_name"), user: try user(row), deviceID: try row.text("device_id"),
            state: try row.word("state"), created: try row.integer("created"), expires: try row.integer("expires"))
    }
}

#endif
