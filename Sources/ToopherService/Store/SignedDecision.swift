#if Service

internal import AuditLog
internal import CryptoCore
internal import Database
internal import DeviceProtocol

/// A decision with a valid signature, ready to be recorded.
struct SignedDecision: Sendable {
    let record: DeviceProtocol.DecisionRecord
    /// What was signed.
    let recordText: String
    /// The SHA-256 digest of what was signed, in base64url.
    let recordDigest: String
    /// `r || s`, 64 bytes, over the record, in base64url.
    let signatureText: String
    /// What the log names the key by that has signed.
    let deviceKeyID: String
    /// The proof of the phone's own check, as it is stored; `nil` without one.
    var assertion: String?

    /// For the statement that records it: the credential of the phone's own check, empty without one, and whether it approves.
    var credentialValues: [DatabaseValue] {
        [
            .text(assertion.map { String($0.prefix { $0 != "." }) } ?? ""),
            .flag(record.answer.decision == .approve),
        ]
    }

    /// Creates a decision; `nil` if the signature is not one of the device over the record.
    init?(
        _ record: DeviceProtocol.DecisionRecord, signature: [UInt8], by key: P256.PublicKey
    ) throws(CryptoError) {
        let bytes = record.bytesToSign()
        guard key.isValidSignature(signature, for: bytes) else { return nil }
        self.record = record
        recordText = String(decoding: bytes, as: UTF8.self)
        recordDigest = Base64.encodeURL(try Digest.sha256(bytes))
        signatureText = Base64.encodeURL(signature)
        deviceKeyID = try LogKey.id(of: key.x963Representation)
    }
}

#endif
