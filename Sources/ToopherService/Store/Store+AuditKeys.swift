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
            try Self.insert(key.logKey, sealed, succession: nil, now: now, transaction)
        }
    }

    /// Returns the key that signs heads, if it is this one.
    func auditKey(id: String) async throws -> AuditKey? {
        let rows = try await database.query("SELECT sealed_secret FROM audit_secrets WHERE key_id = $1", [.text(id)])
        guard let row = rows.first else { return nil }
        let scalar = try SealedColumn.auditSecrets.open(row.text("sealed_secret"), id: id, sealer)
        return try AuditKey(P256.PrivateKey(rawRepresentation: scalar))
    }

    /// Has another key sign heads from now on; returns it. The one before signs that, and its private half is deleted.
    func rotateAuditKey(now: Int64) async throws -> LogKey {
        try await createAuditKey(now: now)
        guard let id = try await database.query(Self.auditKeyIDs).first?.text("key_id"),
            let former = try await auditKey(id: id)
        else { throw DatabaseError.unexpectedColumn(name: "audit_secrets.key_id") }
        let (key, sealed) = try newAuditKey()
        let signature = try former.privateKey.signature(for: key.logKey.successionBytes)
        try await database.write { transaction throws(DatabaseError) in
            let sql = "DELETE FROM audit_secrets WHERE key_id = $1"
            // Another one has been made meanwhile.
            guard try transaction.execute(sql, [.text(id)]) == 1 else { throw .busy(sql: sql) }
            try Self.insert(key.logKey, sealed, succession: (id, signature), now: now, transaction)
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
        _ key: LogKey, _ sealed: String, succession: (by: String, signature: [UInt8])?, now: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) {
        let count = try transaction.query("SELECT count(*) AS n FROM audit_keys")[0].integer("n")
        try transaction.execute(
            "INSERT INTO audit_keys (id, public_key, created) VALUES ($1, $2, $3)",
            [.text(key.id), .text(key.text), .integer(now)])
        try transaction.execute(
            "INSERT INTO audit_secrets (id, key_id, sealed_secret) VALUES ($1, $2, $3)",
            [.text(currentKeyID), .text(key.id), .text(sealed)])
        try record(
            .logKey(key, succession: succession), prefix: AuditEntryID.keyPrefix(number: count), now: now, transaction)
    }
}

#endif
