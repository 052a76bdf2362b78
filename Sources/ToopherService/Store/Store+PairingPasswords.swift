#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// The most pairings of one phone that show passwords.
    private static let maximumPairings: Int64 = 500

    /// Returns the enabled pairings of a device whose passwords have no secret yet.
    func pairingsWithoutSecret(deviceID: String) async throws(DatabaseError) -> [String] {
        let rows = try await database.query(
            """
            SELECT p.id FROM pairings p LEFT JOIN pairing_otp_secrets s ON s.pairing_id = p.id
            WHERE p.device_id = $1 AND p.state = 'enabled' AND s.pairing_id IS NULL
            ORDER BY p.created DESC, p.id LIMIT $2
            """, [.text(deviceID), .integer(Self.maximumPairings)])
        return try rows.map { row throws(DatabaseError) in try row.text("id") }
    }

    /// Stores secrets for pairings of a device, unless they have one or are no longer enabled.
    ///
    /// - Parameter secrets: The sealed secrets by the ids of the pairings.
    static func addPairingSecrets(
        _ secrets: [(pairingID: String, sealed: String)], deviceID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        for (pairingID, sealed) in secrets {
            try transaction.execute(
                """
                INSERT INTO pairing_otp_secrets (pairing_id, sealed_secret, last_step, created)
                SELECT id, $1, -1, $2 FROM pairings WHERE id = $3 AND device_id = $4 AND state = 'enabled'
                ON CONFLICT (pairing_id) DO NOTHING
                """, [.text(sealed), .integer(now), .text(pairingID), .text(deviceID)])
        }
    }

    /// Returns what a device shows passwords with: its enabled pairings, the newest first.
    static func pairingPasswords(
        deviceID: String, _ connection: Connection
    ) throws(DatabaseError) -> [SealedPairingPassword] {
        let rows = try connection.query(
            """
            SELECT p.id, p.requester_id, r.name AS requester_name, p.user_id, u.name AS user_name, s.sealed_secret
            FROM pairings p JOIN pairing_otp_secrets s ON s.pairing_id = p.id JOIN users u ON u.id = p.user_id
                JOIN requesters r ON r.id = p.requester_id
            WHERE p.device_id = $1 AND p.state = 'enabled' ORDER BY p.created DESC, p.id LIMIT $2
            """, [.text(deviceID), .integer(maximumPairings)])
        return try rows.map { row throws(DatabaseError) in
            SealedPairingPassword(
                pairingID: try row.text("id"),
                requester: .init(id: try row.text("requester_id"), name: try row.text("requester_name")),
                user: .init(id: try row.text("user_id"), name: try row.text("user_name")),
                sealedSecret: try row.text("sealed_secret"))
        }
    }
}

#endif
