internal import CryptoCore

/// A signature of a device that is still to be verified: by far the most work of a verification, and the only one that can be
/// done in any order.
public struct SignatureCheck: Sendable {
    /// The entry that it belongs to.
    let index: UInt64
    let key: P256.PublicKey
    let record: [UInt8]
    let signature: [UInt8]
    /// The entries before it that no head had proven yet.
    let unproven: Range<UInt64>

    /// Returns why the signature is wrong; `nil` if it is valid.
    public func failure() -> AuditLogError? {
        key.isValidSignature(signature, for: record)
            ? nil : .entry(index: index, .signatureInvalid, unproven: unproven)
    }

    /// Returns the failure of the first entry among the checks that fail.
    public static func firstFailure(in checks: some Sequence<SignatureCheck>) -> AuditLogError? {
        for check in checks { if let failure = check.failure() { return failure } }
        return nil
    }
}
