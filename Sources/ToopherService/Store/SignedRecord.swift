#if Service

internal import AuditLog
internal import CryptoCore

/// What a phone has signed, with its valid signature, as it is stored and as the log names it.
struct SignedRecord: Sendable {
    /// What was signed.
    let text: String
    /// The SHA-256 digest of what was signed, in base64url.
    let digest: String
    /// `r || s`, 64 bytes, in base64url.
    let signature: String
    /// What the log names the key by that has signed.
    let keyID: String

    /// Creates a record; `nil` if the signature is not one of the key over the bytes.
    init?(_ bytes: [UInt8], signature: [UInt8], by key: P256.PublicKey) throws(CryptoError) {
        guard key.isValidSignature(signature, for: bytes) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
        digest = Base64.encodeURL(try Digest.sha256(bytes))
        self.signature = Base64.encodeURL(signature)
        keyID = try LogKey.id(of: key.x963Representation)
    }

    /// What an entry of the log has of it; the record itself is in the table of decisions.
    var auditMembers: [(name: String, value: CanonicalJSON?)] {
        [
            ("device_key", .string(keyID)), ("record_sha256", .string(digest)), ("signature", .string(signature)),
        ]
    }
}

#endif
