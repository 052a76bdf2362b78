#if Service

internal import AuditLog
internal import CryptoCore
internal import DeviceProtocol

/// The end of a pairing or of a standing answer with a valid signature, ready to be recorded.
struct SignedRevocation: Sendable {
    let record: DeviceProtocol.RevocationRecord
    /// What was signed.
    let recordText: String
    /// The SHA-256 digest of what was signed, in base64url.
    let recordDigest: String
    /// `r || s`, 64 bytes, over the record, in base64url.
    let signatureText: String
    /// What the log names the key by that has signed.
    let deviceKeyID: String

    /// Creates an end; `nil` if the signature is not one of the device over the record.
    init?(
        _ record: DeviceProtocol.RevocationRecord, signature: [UInt8], by key: P256.PublicKey
    ) throws(CryptoError) {
        let bytes = record.bytesToSign()
        guard key.isValidSignature(signature, for: bytes) else { return nil }
        self.record = record
        recordText = String(decoding: bytes, as: UTF8.self)
        recordDigest = Base64.encodeURL(try Digest.sha256(bytes))
        signatureText = Base64.encodeURL(signature)
        deviceKeyID = try LogKey.id(of: key.x963Representation)
    }

    /// The kind under which it is stored. A pairing has a decision too.
    var storedKind: String { "\(record.subject.kind.rawValue)_revocation" }
}

#endif
