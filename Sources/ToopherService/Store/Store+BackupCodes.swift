#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Stores a list of backup codes for a user, whose former list ends.
    ///
    /// - Parameter sealedKey: The key of the list, sealed for the user.
    static func activate(
        _ list: BackupCodeList, sealedKey: String, userID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute("DELETE FROM backup_codes WHERE user_id = $1", [.text(userID)])
        try transaction.execute(
            """
            INSERT INTO backup_code_lists (user_id, sealed_key, created) VALUES ($1, $2, $3)
            ON CONFLICT (user_id) DO UPDATE SET sealed_key = $2, created = $3
            """, [.text(userID), .text(sealedKey), .integer(now)])
        for digest in list.digests {
            try transaction.execute(
                "INSERT INTO backup_codes (user_id, digest, used) VALUES ($1, $2, NULL)",
                [.text(userID), .text(digest)])
        }
        try record(.backupCodesCreated(userID: userID), now: now, transaction)
    }

    /// Uses up a backup code of a user; returns whether it is on the current list and was not used before.
    static func useBackupCode(
        _ code: [UInt8], userID: String, now: Int64, sealer: SecretSealer, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let rows = try transaction.query(
            "SELECT sealed_key FROM backup_code_lists WHERE user_id = $1", [.text(userID)])
        guard let sealed = try rows.first?.text("sealed_key") else { return false }
        let key = try SealedColumn.backupCodeLists.open(sealed, id: userID, sealer)
        let digest: String
        do throws(CryptoError) {
            digest = try BackupCode.digest(code, key: HMACKey(.sha256, key: key))
        } catch {
            throw .unexpectedColumn(name: "backup_code_lists.sealed_key")
        }
        return try transaction.execute(
            "UPDATE backup_codes SET used = $1 WHERE user_id = $2 AND digest = $3 AND used IS NULL",
            [.integer(now), .text(userID), .text(digest)]) == 1
    }
}

#endif
