#if Service

internal import CryptoCore
internal import DeviceProtocol

/// The end of a pairing or of a standing answer with a valid signature, ready to be recorded.
struct SignedRevocation: Sendable {
    let record: DeviceProtocol.RevocationRecord
    let signed: SignedRecord

    /// Creates an end; `nil` if the signature is not one of the device over the record.
    init?(
        _ record: DeviceProtocol.RevocationRecord, signature: [UInt8], by key: P256.PublicKey
    ) throws(CryptoError) {
        guard let signed = try SignedRecord(record.bytesToSign(), signature: signature, by: key) else { return nil }
        (self.record, self.signed) = (record, signed)
    }

    /// The kind under which it is stored. A pairing has a decision too.
    var storedKind: String { "\(record.subject.kind.rawValue)_revocation" }
}

#endif
