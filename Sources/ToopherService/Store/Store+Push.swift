#if Service

internal import CryptoCore
internal import Database
internal import WebPush

extension Store {
    private static let pushKeyID = "vapid"

    /// Returns the key of push messages. It is created once, for all nodes.
    func pushKey(now: Int64) async throws -> VAPIDKey {
        let column = SealedColumn.pushKeys
        let fresh = try sealer.seal(VAPIDKey().rawRepresentation(), of: column.owner(Self.pushKeyID))
        let sealed = try await database.write { transaction throws(DatabaseError) -> String? in
            try transaction.execute(
                "INSERT INTO push_keys (id, sealed_secret, created) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
                [.text(Self.pushKeyID), .text(fresh), .integer(now)])
            return try transaction.query(
                "SELECT sealed_secret FROM push_keys WHERE id = $1", [.text(Self.pushKeyID)]
            ).first?.text("sealed_secret")
        }
        return try VAPIDKey(rawRepresentation: column.open(sealed ?? "", id: Self.pushKeyID, sealer))
    }

    /// Stores where a phone gets its messages, in place of what was stored for it or for another phone of the same browser.
    static func subscribe(
        _ subscription: StoredPushSubscription, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let others = try transaction.query(
            "SELECT device_id FROM push_subscriptions WHERE endpoint = $1 AND device_id <> $2",
            [.text(subscription.endpoint), .text(subscription.deviceID)])
        for other in others { try unsubscribe(deviceID: try other.text("device_id"), transaction) }
        try transaction.execute(
            """
            INSERT INTO push_subscriptions (device_id, endpoint, public_key, sealed_secret, created)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (device_id) DO UPDATE SET endpoint = excluded.endpoint, public_key = excluded.public_key,
                sealed_secret = excluded.sealed_secret, created = excluded.created
            """,
            [
                .text(subscription.deviceID), .text(subscription.endpoint), .text(subscription.publicKey),
                .text(subscription.sealedSecret), .integer(now),
            ])
        try transaction.notify(.deviceSettings(id: subscription.deviceID))
    }

    /// Forgets where a phone gets its messages.
    ///
    /// - Parameter endpoint: Only if it is still this one; `nil` for any.
    static func unsubscribe(
        deviceID: String, endpoint: String? = nil, _ transaction: Transaction
    ) throws(DatabaseError) {
        let removed = try transaction.execute(
            "DELETE FROM push_subscriptions WHERE device_id = $1 AND ($2 = '' OR endpoint = $2)",
            [.text(deviceID), .text(endpoint ?? "")])
        if removed > 0 { try transaction.notify(.deviceSettings(id: deviceID)) }
    }

    /// Looks up where a phone gets its messages.
    func pushSubscription(deviceID: String) async throws(DatabaseError) -> StoredPushSubscription? {
        let rows = try await database.query(
            "SELECT endpoint, public_key, sealed_secret FROM push_subscriptions WHERE device_id = $1",
            [.text(deviceID)])
        guard let row = rows.first else { return nil }
        return StoredPushSubscription(
            deviceID: deviceID, endpoint: try row.text("endpoint"), publicKey: try row.text("public_key"),
            sealedSecret: try row.text("sealed_secret"))
    }

    /// Returns whether a phone still has to decide on something.
    func isPending(_ subjectID: String, deviceID: String, now: Int64) async throws(DatabaseError) -> Bool {
        let rows = try await database.query(
            """
            SELECT id FROM authentication_requests
            WHERE id = $1 AND device_id = $2 AND state = 'pending' AND expires > $3
            UNION ALL
            SELECT id FROM pairings WHERE id = $1 AND device_id = $2 AND state = 'pending' AND expires > $3
            UNION ALL
            SELECT p.id FROM pairings p JOIN pairings mine ON mine.user_id = p.user_id
            WHERE p.id = $1 AND p.state = 'approved' AND p.expires > $3 AND mine.device_id = $2 AND mine.state = 'enabled'
            """, [.text(subjectID), .text(deviceID), .integer(now)])
        return !rows.isEmpty
    }
}

#endif
