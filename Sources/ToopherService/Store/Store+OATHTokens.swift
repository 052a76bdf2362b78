#if Service

internal import CryptoCore
internal import Database

extension Store {
    /// Stores tokens: all of them, or none if one cannot be.
    ///
    /// A token that is stored already, with the same own id of the requester, secret and settings, is active again, and keeps
    /// its counter and drift.
    static func provision(
        _ prepared: [PreparedOATHToken], requesterID: String, now: Int64, sealer: SecretSealer,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<[OATHToken], OATHTokenConflict> {
        var known: [OATHToken?] = []
        // As bytes: `==` of strings would take two spellings of one character for the same.
        var ids: Set<[UInt8]> = []
        for (index, item) in prepared.enumerated() {
            guard let id = item.draft.requesterSpecifiedID else {
                known.append(nil)
                continue
            }
            guard ids.insert(Array(id.utf8)).inserted else {
                return .failure(OATHTokenConflict(index: index, reason: .repeated))
            }
            guard let stored = try storedToken(.requesterSpecifiedID(id), of: requesterID, transaction) else {
                known.append(nil)
                continue
            }
            let secret = try SealedColumn.oathTokens.open(stored.sealedSecret, id: stored.token.id, sealer)
            guard stored.token.settings == item.draft.settings, secret.isEqual(to: item.draft.secret) else {
                return .failure(OATHTokenConflict(index: index, reason: .different))
            }
            known.append(stored.token)
        }
        var tokens: [OATHToken] = []
        for (item, known) in zip(prepared, known) {
            if let known {
                tokens.append(try activate(known, now: now, transaction))
            } else {
                tokens.append(try insert(item, requesterID: requesterID, now: now, transaction))
            }
        }
        return .success(tokens)
    }

    /// Looks up a token of a requester. Those of others are not there.
    static func storedToken(
        _ reference: OATHTokenReference, of requesterID: String, _ connection: Connection
    ) throws(DatabaseError) -> StoredOATHToken? {
        let rows =
            switch reference {
            case .id(let id):
                try connection.query(
                    "SELECT * FROM oath_tokens WHERE id = $1 AND requester_id = $2", [.text(id), .text(requesterID)])
            case .requesterSpecifiedID(let id):
                try connection.query(
                    "SELECT * FROM oath_tokens WHERE requester_specified_id = $1 AND requester_id = $2",
                    [.text(id), .text(requesterID)])
            }
        guard let row = rows.first else { return nil }
        return try storedToken(row)
    }

    /// Looks up a token of a requester. Those of others are not there.
    func storedToken(
        _ reference: OATHTokenReference, of requesterID: String
    ) async throws(DatabaseError) -> StoredOATHToken? {
        try await database.read { connection throws(DatabaseError) in
            try Self.storedToken(reference, of: requesterID, connection)
        }
    }

    /// Returns the active tokens of a user, the oldest association first.
    static func storedTokens(userID: String, _ connection: Connection) throws(DatabaseError) -> [StoredOATHToken] {
        let rows = try connection.query(
            """
            SELECT t.* FROM oath_token_users u JOIN oath_tokens t ON t.id = u.token_id
            WHERE u.user_id = $1 AND t.is_active = 1 ORDER BY u.created, t.id LIMIT $2
            """, [.text(userID), .integer(maximumPasswordSources)])
        return try rows.map { row throws(DatabaseError) in try storedToken(row) }
    }

    /// Associates a token with a user, unless it is already.
    static func associate(
        _ token: OATHToken, userID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Result<OATHToken, ProtocolError> {
        guard token.isActive else { return .failure(.tokenDeactivated) }
        let others = try transaction.query(
            "SELECT count(*) AS count FROM oath_token_users WHERE user_id = $1 AND token_id <> $2",
            [.text(userID), .text(token.id)])
        guard try others[0].integer("count") < maximumPasswordSources else { return .failure(.tooManyTokens) }
        let added = try transaction.execute(
            """
            INSERT INTO oath_token_users (user_id, token_id, created) VALUES ($1, $2, $3)
            ON CONFLICT (user_id, token_id) DO NOTHING
            """, [.text(userID), .text(token.id), .integer(now)])
        if added == 1 { try record(.tokenAssociated(token, userID: userID), now: now, transaction) }
        return .success(token)
    }

    /// Dissociates a token from a user, if it is associated.
    static func dissociate(
        _ token: OATHToken, userID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        let removed = try transaction.execute(
            "DELETE FROM oath_token_users WHERE user_id = $1 AND token_id = $2", [.text(userID), .text(token.id)])
        if removed == 1 { try record(.tokenDissociated(token, userID: userID), now: now, transaction) }
    }

    /// Deactivates a token, and dissociates it from all users. Its counter and drift are kept.
    ///
    /// - Parameter actor: On whose word.
    static func deactivate(
        _ token: OATHToken, by actor: AuditActor, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> OATHToken {
        try transaction.execute("DELETE FROM oath_token_users WHERE token_id = $1", [.text(token.id)])
        return try setActive(token, false, by: actor, now: now, transaction)
    }

    /// Moves a token to the position after an accepted password, unless another one came first; returns whether it did.
    static func move(
        _ token: OATHToken, to position: OATHTokenPosition, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let moved = try transaction.execute(
            """
            UPDATE oath_tokens SET event_counter = $1, drift = $2, last_step = $3, modified = $4
            WHERE id = $5 AND is_active = 1 AND event_counter = $6 AND last_step = $7
            """,
            [
                .integer(position.eventCounter), .integer(position.drift), .integer(position.lastStep),
                .integer(now), .text(token.id), .integer(token.position.eventCounter),
                .integer(token.position.lastStep),
            ])
        return moved == 1
    }
}

extension Store {
    private static func activate(
        _ token: OATHToken, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> OATHToken {
        token.isActive ? token : try setActive(token, true, by: .requester, now: now, transaction)
    }

    private static func setActive(
        _ token: OATHToken, _ isActive: Bool, by actor: AuditActor, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> OATHToken {
        guard token.isActive != isActive else { return token }
        try transaction.execute(
            "UPDATE oath_tokens SET is_active = $1, modified = $2 WHERE id = $3",
            [.flag(isActive), .integer(now), .text(token.id)])
        try record(.tokenStateChanged(token, isActive: isActive, by: actor), now: now, transaction)
        var token = token
        token.isActive = isActive
        token.modified = now
        return token
    }

    private static func insert(
        _ item: PreparedOATHToken, requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> OATHToken {
        let (settings, start) = (item.draft.settings, OATHTokenPosition())
        try transaction.execute(
            """
            INSERT INTO oath_tokens (id, requester_id, requester_specified_id, sealed_secret, otp_type, otp_digits,
                algorithm, step_size, event_counter, drift, last_step, is_active, created, modified)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12)
            """,
            [
                .text(item.id), .text(requesterID), .text(orNull: item.draft.requesterSpecifiedID),
                .text(item.sealedSecret), .text(settings.kind.rawValue), .integer(Int64(settings.digits)),
                .text(settings.algorithm.rawValue), .integer(settings.stepSize), .integer(start.eventCounter),
                .integer(start.drift), .integer(start.lastStep), .integer(now),
            ])
        let token = OATHToken(
            id: item.id, requesterSpecifiedID: item.draft.requesterSpecifiedID, settings: settings, position: start,
            created: now, modified: now)
        try record(.tokenProvisioned(token, requesterID: requesterID), now: now, transaction)
        return token
    }

    private static func storedToken(_ row: Row) throws(DatabaseError) -> StoredOATHToken {
        /// Returns a number that nothing computed with overflows or traps.
        func integer(_ name: String, in range: ClosedRange<Int64>) throws(DatabaseError) -> Int64 {
            let number = try row.integer(name)
            guard range.contains(number) else { throw .unexpectedColumn(name: "oath_tokens." + name) }
            return number
        }
        let bounds = OATHTokenPosition.bounds
        let settings = OATHTokenSettings(
            kind: try row.word("otp_type"), digits: Int(try integer("otp_digits", in: 6...8)),
            algorithm: try row.word("algorithm"),
            stepSize: try integer("step_size", in: OATHTokenSettings.stepSizes))
        let position = OATHTokenPosition(
            eventCounter: try integer("event_counter", in: 0...bounds.upperBound),
            drift: try integer("drift", in: bounds), lastStep: try integer("last_step", in: bounds))
        return StoredOATHToken(
            token: OATHToken(
                id: try row.text("id"), requesterSpecifiedID: try row.optionalText("requester_specified_id"),
                settings: settings, position: position, isActive: try row.flag("is_active"),
                created: try row.integer("created"), modified: try row.integer("modified")),
            sealedSecret: try row.text("sealed_secret"))
    }
}

#endif
