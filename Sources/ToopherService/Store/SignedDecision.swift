#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

/// A decision with a valid signature, ready to be recorded.
struct SignedDecision: Sendable {
    let record: DeviceProtocol.DecisionRecord
    let signed: SignedRecord
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
        guard let signed = try SignedRecord(record.bytesToSign(), signature: signature, by: key) else { return nil }
        (self.record, self.signed) = (record, signed)
    }
}

#endif
