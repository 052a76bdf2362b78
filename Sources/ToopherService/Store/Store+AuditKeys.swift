#if Service

internal import AuditLog
internal import CryptoCore
internal import Database

extension Store {
    /// The one key of now.
    private static let currentKeyID = "current"

    /// The id of the key that signs heads, in SQL.
    static let auditKeyIDs = "SELECT key_id FROM audit_secrets"

    /// Creates the key that signs heads, unless another node has done so.
    func createAuditKey(now: Int64) async throws {
        let (key, sealed) = try newAuditKey()
        try await database.write { transaction throws(DatabaseError) in
            guard try transaction.query(Self.auditKeyIDs).isEmpty else { return }
            try Self.insert(key.logKey, sealed, now: now, transaction)
        }
    }

    /// Returns the key that signs heads, if it is this one.
    func auditKey(id: String) async throws -> AuditKey? {
        let rows = try await database.query("SELECT sealed_secret FROM audit_secrets WHERE key_id = $1", [.text(id)])
        guard let row = rows.first else { return nil }
        let scalar = try SealedColumn.auditSecrets.open(row.text("sealed_secret"), id: id, sealer)
        return try AuditKey(P256.PrivateKey(rawRepresentation: scalar))
    }

    /// Has another key sign heads from now on; returns it. The private half of the one before is deleted.
    func rotateAuditKey(now: Int64) async throws -> LogKey {
        let (key, sealed) = try newAuditKey()
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute("DELETE FROM audit_secrets")
            try Self.insert(key.logKey, sealed, now: now, transaction)
        }
        return key.logKey
    }

    /// Returns the public keys of all times, the oldest first.
    func auditKeys() async throws(DatabaseError) -> [(key: LogKey, created: Int64)] {
        let rows = try await database.query("SELECT public_key, created FROM audit_keys ORDER BY created, id")
        var keys: [(key: LogKey, created: Int64)] = []
        for row in rows {
            // What is no key signs nothing.
            guard let key = LogKey(text: try row.text("public_key")) else { continue }
            keys.append((key, try row.integer("created")))
        }
        return keys
    }

    private func newAuditKey() throws(CryptoError) -> (key: AuditKey, sealed: String) {
        let key = try AuditKey(P256.PrivateKey())
        let sealed = try sealer.seal(
            key.privateKey.rawRepresentation(), of: SealedColumn.auditSecrets.owner(key.logKey.id))
        return (key, sealed)
    }

    private static func insert(
        _ key: LogKey, _ sealed: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO audit_keys (id, public_key, created) VALUES ($1, $2, $3)",
            [.text(key.id), .text(key.text), .integer(now)])
        try transaction.execute(
            "INSERT INTO audit_secrets (id, key_id, sealed_secret) VALUES ($1, $2, $3)",
            [.text(currentKeyID), .text(key.id), .text(sealed)])
        try record(.logKey(key), prefix: AuditEntryID.keyPrefix, now: now, transaction)
    }
}

#endif
