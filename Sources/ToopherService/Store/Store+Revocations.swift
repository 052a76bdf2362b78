#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

extension Store {
    /// Ends a pairing, now if it has not ended before, and records that its phone has done so.
    static func endPairing(
        _ revocation: SignedRevocation, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try deactivatePairings(.one(id: revocation.record.subject.id), by: .device, now: now, transaction)
        try insert(revocation, now: now, transaction)
    }

    /// Ends a standing answer and records that its phone has done so, unless it has ended before.
    static func endAutomation(
        _ revocation: SignedRevocation, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        let deleted = try transaction.execute(
            "DELETE FROM automations WHERE id = $1 AND device_id = $2",
            [.text(revocation.record.subject.id), .text(revocation.record.device)])
        guard deleted == 1 else { return .failure(.notFound) }
        try insert(revocation, now: now, transaction)
        return .success(())
    }

    /// The first end is kept. A pairing also has the decision on it: the kinds differ.
    private static func insert(
        _ revocation: SignedRevocation, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let record = revocation.record
        let inserted = try transaction.execute(
            """
            INSERT INTO decisions (subject_id, kind, device_id, decision, record, signature, decided)
            VALUES ($1, $2, $3, 'revoke', $4, $5, $6) ON CONFLICT (subject_id, kind) DO NOTHING
            """,
            [
                .text(record.subject.id), .text(revocation.storedKind), .text(record.device),
                .text(revocation.signed.text), .text(revocation.signed.signature), .integer(now),
            ])
        if inserted == 1 { try Self.record(.revoked(revocation), now: now, transaction) }
    }
}

#endif
