#if Service

internal import Database
internal import DeviceProtocol

extension Store {
    /// Records the decision on a pairing before the deadline, unless there is one. Of two concurrent decisions, exactly one is
    /// recorded. A first pairing is not enabled beside a second factor, also if that came after the first pairing. Another phone
    /// of a user is only approved, until one of the user's phones confirms it, unless the requester's policy does without.
    ///
    /// - Parameter lifetime: How long the confirmation may take, in seconds.
    /// - Returns: The pairing in its new state, and who is to confirm it.
    static func record(
        _ decision: SignedDecision, on pairing: Pairing, state decided: Pairing.State, now: Int64, lifetime: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<DecidedPairing, ProtocolError> {
        var (state, expires, confirming) = (decided, pairing.expires, [] as [(deviceID: String, pairingID: String)])
        if pairing.isFirst, state == .enabled,
            try hasSecondFactor(userName: pairing.user.name, of: pairing.requesterID, transaction)
        {
            return .failure(.hasSecondFactor)
        }
        if state == .enabled, try confirmsAdditionalPhones(of: pairing.requesterID, transaction) {
            confirming = try confirmingDevices(of: pairing, transaction)
            // Whoever has a user's password must not fill the user's phone.
            if !confirming.isEmpty, try unconfirmedCount(userID: pairing.user.id, now: now, transaction) >= 3 {
                return .failure(.tooManyUnconfirmed)
            }
            if !confirming.isEmpty { (state, expires) = (.approved, now + lifetime) }
        }
        let changed = try transaction.execute(
            """
            UPDATE pairings SET state = $1, expires = $5
            WHERE id = $2 AND device_id = $3 AND state = 'pending' AND expires > $4
            """,
            [
                .text(state.rawValue), .text(pairing.id), .text(decision.record.device), .integer(now),
                .integer(expires),
            ])
        guard changed == 1 else { return .failure(.alreadyDecided) }
        try insert(decision, now: now, transaction)
        try record(.decided(decision, on: pairing, state), now: now, transaction)
        for device in confirming { try transaction.notify(.device(id: device.deviceID)) }
        return .success(
            DecidedPairing(
                pairing: try settle(pairing, state: state, expires: expires, now: now, transaction),
                confirming: confirming))
    }

    /// Records the answer of a phone that was to confirm the pairing of another phone of its user.
    ///
    /// One statement checks that the pairing still waits for that, in time, and that the phone is still paired with the user.
    static func record(
        _ decision: SignedDecision, onConfirmationOf pairing: Pairing, state: Pairing.State, now: Int64,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<Void, ProtocolError> {
        let changed = try transaction.execute(
            """
            UPDATE pairings SET state = $1
            WHERE id = $2 AND state = 'approved' AND expires > $4 AND device_id <> $3
                AND EXISTS (SELECT 1 FROM pairings mine JOIN users u ON u.id = mine.user_id
                    WHERE mine.user_id = pairings.user_id AND mine.device_id = $3 AND mine.state = 'enabled'
                        AND u.is_enabled = 1)
                AND \(credentialFits)
            """,
            [.text(state.rawValue), .text(pairing.id), .text(decision.record.device), .integer(now)]
                + decision.credentialValues)
        guard changed == 1 else { return .failure(.alreadyDecided) }
        try insert(decision, now: now, transaction)
        try record(.confirmed(decision, of: pairing, state), now: now, transaction)
        if let deviceID = pairing.deviceID { try transaction.notify(.device(id: deviceID)) }
        _ = try settle(pairing, state: state, expires: pairing.expires, now: now, transaction)
        return .success(())
    }

    /// Whether the credential of the phone's own check is the current one, and is not missing where the phone's user wants it: another
    /// node may have changed it since this one has read it.
    private static let credentialFits = """
        NOT EXISTS (SELECT 1 FROM device_credentials c WHERE c.device_id = $3 AND c.is_current = 1
            AND CASE WHEN $5 <> '' THEN c.credential_id <> $5 ELSE c.is_always_required * $6 = 1 END)
        """

    /// Tells everybody of a pairing's new state.
    static func settle(
        _ pairing: Pairing, state: Pairing.State, expires: Int64, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Pairing {
        try transaction.notify(.pairing(id: pairing.id))
        var settled = pairing
        (settled.state, settled.expires) = (state, expires)
        try announce(settled, now: now, transaction)
        return settled
    }

    private static func unconfirmedCount(
        userID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Int64 {
        try transaction.query(
            "SELECT count(*) AS n FROM pairings WHERE user_id = $1 AND state = 'approved' AND expires > $2",
            [.text(userID), .integer(now)])[0].integer("n")
    }

    private static func confirmsAdditionalPhones(
        of requesterID: String, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let rows = try transaction.query(
            "SELECT confirms_additional_phones FROM requesters WHERE id = $1", [.text(requesterID)])
        return try rows.first?.flag("confirms_additional_phones") ?? true
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
                AND \(credentialFits)
            """,
            [.text(state.rawValue), .text(request.id), .text(decision.record.device), .integer(now)]
                + decision.credentialValues)
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
            INSERT INTO decisions (subject_id, kind, device_id, decision, record, signature, decided, assertion)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(record.subject.id), .text(record.subject.kind.rawValue), .text(record.device),
                .text(record.answer.decision.rawValue), .text(decision.signed.text),
                .text(decision.signed.signature),
                .integer(now), .text(orNull: decision.assertion),
            ])
    }
}

#endif
