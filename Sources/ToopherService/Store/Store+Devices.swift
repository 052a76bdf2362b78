#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Registers a device, unless one has this key already; returns its id.
    static func addDevice(
        id: String, name: String, publicKey: [UInt8], now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> String {
        let key = Base64.encodeURL(publicKey)
        let added = try transaction.execute(
            """
            INSERT INTO devices (id, name, public_key, created) VALUES ($1, $2, $3, $4)
            ON CONFLICT (public_key) DO NOTHING
            """, [.text(id), .text(name), .text(key), .integer(now)])
        if added == 1 {
            try record(
                .deviceRegistered(id, publicKey: publicKey), prefix: AuditEntryID.devicePrefix, now: now, transaction)
        }
        let rows = try transaction.query("SELECT id FROM devices WHERE public_key = $1", [.text(key)])
        guard let row = rows.first else { throw .unexpectedColumn(name: "devices.public_key") }
        return try row.text("id")
    }

    /// Gives a device another name.
    static func rename(deviceID: String, _ name: String, _ transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE devices SET name = $1 WHERE id = $2", [.text(name), .text(deviceID)])
    }

    /// Looks up a device.
    func device(id: String) async throws(DatabaseError) -> Device? {
        let rows = try await database.query(
            """
            SELECT d.id, d.name, d.public_key, c.credential_id, c.public_key AS credential_key, c.is_always_required
            FROM devices d LEFT JOIN device_credentials c ON c.device_id = d.id AND c.is_current = 1 WHERE d.id = $1
            """, [.text(id)])
        guard let row = rows.first else { return nil }
        guard let point = Base64.decodeURL(try row.text("public_key")),
            let key = try? P256.PublicKey(x963Representation: point)
        else { throw .unexpectedColumn(name: "devices.public_key") }
        return Device(
            id: try row.text("id"), name: try row.text("name"), publicKey: key, credential: try Self.credential(row))
    }

    /// Offers the first phrase that is free for a device, in place of its last one; returns `nil` if none is.
    ///
    /// A phrase without a device was used or replaced, and is not offered again as long as it is stored.
    static func offerPhrase(
        of phrases: [String], deviceID: String, expires: Int64, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> String? {
        try transaction.execute(
            "UPDATE pairing_phrases SET device_id = NULL, expires = $2 WHERE device_id = $1",
            [.text(deviceID), .integer(now)])
        for phrase in phrases {
            let added = try transaction.execute(
                """
                INSERT INTO pairing_phrases (phrase, device_id, expires) VALUES ($1, $2, $3)
                ON CONFLICT (phrase) DO NOTHING
                """, [.text(phrase), .text(deviceID), .integer(expires)])
            if added == 1 { return phrase }
        }
        return nil
    }
}

#endif
