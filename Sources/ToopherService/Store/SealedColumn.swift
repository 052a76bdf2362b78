#if Service

internal import CryptoCore
internal import Database

/// A column with sealed secrets, for those who handle all of them alike.
struct SealedColumn: Sendable {
    let table: String
    /// The primary key.
    let key: String
    let name: String
    /// The kind of owner that a secret is sealed for.
    let kind: String
    /// The id of the owner, in SQL.
    let ownerID: String

    private init(table: String, key: String, name: String, kind: String, ownerID: String? = nil) {
        self.table = table
        self.key = key
        self.name = name
        self.kind = kind
        self.ownerID = ownerID ?? key
    }

    /// The secret of one requester must not open as that of another.
    static let requesterSecrets = SealedColumn(
        table: "requester_secrets", key: "id", name: "sealed_secret", kind: "requester",
        ownerID: "requester_id || ' secret ' || id")
    static let pairingPasswords = SealedColumn(
        table: "pairing_otp_secrets", key: "pairing_id", name: "sealed_secret", kind: "pairing otp")
    static let oathTokens = SealedColumn(
        table: "oath_tokens", key: "id", name: "sealed_secret", kind: "oath token")
    static let backupCodeLists = SealedColumn(
        table: "backup_code_lists", key: "user_id", name: "sealed_key", kind: "backup codes")
    static let webhookSecrets = SealedColumn(
        table: "webhook_secrets", key: "id", name: "sealed_secret", kind: "webhook",
        ownerID: "requester_id || ' secret ' || id")

    static let pushKeys = SealedColumn(
        table: "push_keys", key: "id", name: "sealed_secret", kind: "push key")
    static let pushSubscriptions = SealedColumn(
        table: "push_subscriptions", key: "device_id", name: "sealed_secret", kind: "push")

    static let integrationSecrets = SealedColumn(
        table: "integrations", key: "id", name: "sealed_secret", kind: "integration")

    static let auditSecrets = SealedColumn(
        table: "audit_secrets", key: "id", name: "sealed_secret", kind: "audit key", ownerID: "key_id")

    /// Every column with sealed secrets.
    static let all = [
        requesterSecrets, pairingPasswords, oathTokens, backupCodeLists, webhookSecrets, pushKeys, pushSubscriptions,
        integrationSecrets, auditSecrets,
    ]

    /// Returns what the secret in a row is sealed for.
    func owner(_ id: String) -> String { kind + " " + id }

    /// Returns the secret that a row has.
    ///
    /// - Throws: `DatabaseError` that names the column if the secret does not open.
    func open(_ sealed: String, id: String, _ sealer: SecretSealer) throws(DatabaseError) -> SecretBytes {
        do throws(CryptoError) {
            return try sealer.open(sealed, of: owner(id))
        } catch {
            throw .unexpectedColumn(name: "\(table).\(name)")
        }
    }
}

#endif
