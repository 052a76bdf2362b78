#if Service

internal import CryptoCore
internal import Database
internal import DeviceProtocol

extension Store {
    /// Records a decision before the deadline, unless there is one. Of two concurrent decisions, exactly one is recorded.
    static func record(
        _ decision: SignedDecision, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        let record = decision.record
        let change: (sql: String, state: String, notification: StoreChange) =
            switch record.kind {
            case .pairing:
                (
                    """
                    UPDATE pairings SET state = $1
                    WHERE id = $2 AND device_id = $3 AND state = 'pending' AND expires > $4
                    """, record.decision.pairingState.rawValue, .pairing(id: record.id)
                )
            case .authenticationRequest:
                (
                    """
                    UPDATE authentication_requests SET state = $1
                    WHERE id = $2 AND device_id = $3 AND state = 'pending' AND expires > $4
                    """, record.decision.requestState.rawValue, .authenticationRequest(id: record.id)
                )
            }
        let changed = try transaction.execute(
            change.sql, [.text(change.state), .text(record.id), .text(record.device), .integer(now)])
        guard changed == 1 else { return .failure(.alreadyDecided) }
        try transaction.enqueue(
            """
            INSERT INTO decisions (subject_id, kind, device_id, decision, record, signature, decided)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(record.id), .text(record.kind.rawValue), .text(record.device),
                .text(record.decision.rawValue), .text(String(decoding: record.bytesToSign(), as: UTF8.self)),
                .text(Base64.encodeURL(decision.signature)), .integer(now),
            ])
        try transaction.notify(change.notification)
        return .success(())
    }
}

#endif
