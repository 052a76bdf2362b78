#if Service

internal import CryptoCore
internal import Database
internal import WebAuthn

extension Store {
    /// Returns the credential that a device proves its own check with.
    static func credential(deviceID: String, _ connection: Connection) throws(DatabaseError) -> DeviceCredential? {
        try credential(
            connection.query(
                """
                SELECT credential_id, public_key AS credential_key, is_always_required FROM device_credentials
                WHERE device_id = $1 AND is_current = 1
                """, [.text(deviceID)]
            ).first)
    }

    /// Returns the credential in a row; `nil` if there is none.
    static func credential(_ row: Row?) throws(DatabaseError) -> DeviceCredential? {
        guard let row, let id = try row.optionalText("credential_id") else { return nil }
        guard let der = Base64.decodeURL(try row.text("credential_key")),
            let key = CredentialKey(derRepresentation: der)
        else { throw .unexpectedColumn(name: "device_credentials.public_key") }
        return DeviceCredential(id: id, key: key, isAlwaysRequired: try row.flag("is_always_required"))
    }

    /// Sets the credential of a device, unless the current one is no longer the one that has proven it, or there have been too
    /// many.
    ///
    /// - Parameter current: The id of the credential that has proven it; `nil` for the first one.
    static func set(
        _ credential: DeviceCredential, of deviceID: String, inPlaceOf current: String?, now: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        let known = try transaction.query(
            "SELECT credential_id, public_key, is_current FROM device_credentials WHERE device_id = $1",
            [.text(deviceID)])
        var (found, isKnown) = (nil as String?, false)
        for row in known {
            let id = try row.text("credential_id")
            if try row.flag("is_current") { found = id }
            guard id == credential.id else { continue }
            isKnown = true
            // An id has one key: decisions that were made with it are verified with that one.
            guard try row.text("public_key") == Base64.encodeURL(credential.key.derRepresentation) else {
                return .failure(.invalid("public_key"))
            }
        }
        guard found == current else { return .failure(.credentialChanged) }
        guard isKnown || known.count < DeviceCredential.maximumCount else { return .failure(.tooManyCredentials) }
        try transaction.execute(
            "UPDATE device_credentials SET is_current = 0 WHERE device_id = $1", [.text(deviceID)])
        try transaction.execute(
            """
            INSERT INTO device_credentials (device_id, credential_id, public_key, is_current, is_always_required, created)
            VALUES ($1, $2, $3, 1, $4, $5)
            ON CONFLICT (device_id, credential_id) DO UPDATE SET is_current = 1, is_always_required = $4
            """,
            [
                .text(deviceID), .text(credential.id), .text(Base64.encodeURL(credential.key.derRepresentation)),
                .flag(credential.isAlwaysRequired), .integer(now),
            ])
        if credential.isAlwaysRequired {
            // They were given by whoever held the phone.
            try transaction.execute("DELETE FROM automations WHERE device_id = $1", [.text(deviceID)])
        }
        try record(.credentialSet(credential, deviceID: deviceID), now: now, transaction)
        try transaction.notify(.deviceSettings(id: deviceID))
        // What is shown says whether the check is needed.
        try transaction.notify(.device(id: deviceID))
        return .success(())
    }
}

#endif
