#if Service

internal import AuditLog
internal import CryptoCore

/// The key that signs heads.
struct AuditKey: Sendable {
    let privateKey: P256.PrivateKey
    let logKey: LogKey

    init(_ privateKey: P256.PrivateKey) throws(CryptoError) {
        self.privateKey = privateKey
        logKey = try LogKey(privateKey.publicKey)
    }
}

#endif
