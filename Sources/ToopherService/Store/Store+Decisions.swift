#if Service

internal import Database
internal import DeviceProtocol

extension Store {
    /// Records the decision on a pairing before the deadline, unless there is one. Of two concurrent decisions, exactly one is
    /// recorded. A first pairing is not enabled beside a second factor, also if that came after the first pairing.
    static func record(
        _ decision: SignedDecision, on pairing: Pairing, state: Pairing.State, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        if pairing.isFirst, state == .enabled,
            try hasSecondFactor(userName: pairing.user.name, of: pairing.requesterID, transaction)
        {
            return .failure(.hasSecondFactor)
        }
        let changed = try transaction.execute(
            """
            UPDATE pairings SET state = $1
            WHERE id = $2 AND device_id = $3 AND state = 'pending' AND expires > $4
            """, [.text(state.rawValue), .text(pairing.id), .text(decision.record.device), .integer(now)])
        guard changed == 1 else { return .failure(.alreadyDecided) }
        try insert(decision, now: now, transaction)
        try record(.decided(decision, on: pairing, state), now: now, transaction)
        try transaction.notify(.pairing(id: pairing.id))
        var decided = pairing
        decided.state = state
        try announce(decided, now: now, transaction)
        return .success(())
    }

    /// Records the answer to an authentication request, with all that follows from it.
    ///
    /// One statement checks that the request is pending, in time and shown, its pairing active and its user enabled, so that
    /// nothing that is committed at the same moment is overlooked.
    ///
    /// - Parameter newID: The id of a standing answer.
    static func record(
        _ decision: SignedDecision, on request: AuthenticationRequest, state: AuthenticationRequest.State,
        newID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        let changed = try transaction.execute(
            """
            UPDATE authentication_requests SET state = $1
            WHERE id = $2 AND device_id = $3 AND state = 'pending' AND expires > $4 AND shown_from <= $4
                AND EXISTS (SELECT 1 FROM pairings p JOIN users u ON u.id = p.user_id
                    WHERE p.id = authentication_requests.pairing_id AND p.state = 'enabled' AND u.is_enabled = 1)
            """, [.text(state.rawValue), .text(request.id), .text(decision.record.device), .integer(now)])
        guard changed == 1 else { return .failure(.alreadyDecided) }
        try insert(decision, now: now, transaction)
        try record(.decided(decision, on: request, state), now: now, transaction)
        try note(state, of: request.user, now: now, transaction)
        if state == .granted { try noteApproval(of: request, transaction) }
        if state == .notMe { try revokeAutomations(userID: request.user.id, transaction) }
        let answer = decision.record.answer
        if answer.automatedUntil > 0, state == .granted || state == .denied {
            try keep(answer, to: request, newID: newID, now: now, transaction)
        }
        try transaction.notify(.authenticationRequest(id: request.id))
        var decided = request
        decided.state = state
        try announce(decided, now: now, transaction)
        return .success(())
    }

    /// Stores what a device has signed.
    static func insert(
        _ decision: SignedDecision, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let record = decision.record
        try transaction.enqueue(
            """
            INSERT INTO decisions (subject_id, kind, device_id, decision, record, signature, decided)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(record.subject.id), .text(record.subject.kind.rawValue), .text(record.device),
                .text(record.answer.decision.rawValue), .text(decision.recordText), .text(decision.signatureText),
                .integer(now),
            ])
    }
}

#endif
