#if Service

internal import Database

extension Store {
    /// What an operator's change came to.
    enum RequesterChange<Value: Sendable>: Sendable {
        case done(Value)
        /// There is no such requester.
        case unknown
        /// It was deleted, which is for ever.
        case deleted
    }

    /// Replaces the current secret, which verifies until `end`. One that was replaced before ends now.
    ///
    /// - Parameters:
    ///   - requester: An id or a consumer key.
    ///   - secretID: The id of the new secret.
    ///   - sealed: The new secret, sealed.
    /// - Returns: The consumer key.
    func rotateSecret(
        of requester: String, secretID: String, sealed: String, previousEnds end: Int64, now: Int64
    ) async throws(DatabaseError) -> RequesterChange<String> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            try transaction.execute(
                "UPDATE requester_secrets SET expires = $1 WHERE requester_id = $2 AND expires > $1",
                [.integer(now), .text(id)])
            try transaction.execute(
                "UPDATE requester_secrets SET expires = $1 WHERE requester_id = $2 AND expires IS NULL",
                [.integer(end), .text(id)])
            try Self.insertSecret(id: secretID, of: id, sealed: sealed, now: now, transaction)
            try Self.record(.requesterSecretRotated(id, previousEnds: end), now: now, transaction)
            return try transaction.query("SELECT consumer_key FROM requesters WHERE id = $1", [.text(id)])[0].text(
                "consumer_key")
        }
    }

    /// Suspends, resumes or deletes a requester.
    func setState(
        _ state: RequesterState, of requester: String, now: Int64
    ) async throws(DatabaseError) -> RequesterChange<Void> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            try transaction.execute(
                "UPDATE requesters SET state = $1 WHERE id = $2", [.text(state.rawValue), .text(id)])
            try Self.record(.requesterStateChanged(id, state), now: now, transaction)
            guard state == .deleted else { return }
            // First: nobody is told of what ends with the requester.
            try Self.removeWebhook(of: id, now: now, transaction)
            try Self.deactivatePairings(.ofRequester(id: id), by: .operator, now: now, transaction)
        }
    }

    /// Changes the policy of a requester; returns the new one.
    func setPolicy(
        of requester: String, now: Int64, _ body: @escaping @Sendable (inout RequesterPolicy) -> Void
    ) async throws(DatabaseError) -> RequesterChange<RequesterPolicy> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            let rows = try transaction.query(
                """
                SELECT number_matching, number_digits, allows_concurrent_prompts, always_challenges,
                    confirms_additional_phones
                FROM requesters WHERE id = $1
                """, [.text(id)])
            let before = try Self.policy(rows[0])
            var policy = before
            body(&policy)
            // Without a change it was only looked at.
            if policy != before { try Self.record(.requesterPolicyChanged(id, policy), now: now, transaction) }
            try transaction.execute(
                """
                UPDATE requesters SET number_matching = $1, number_digits = $2, allows_concurrent_prompts = $3,
                    always_challenges = $4, confirms_additional_phones = $5
                WHERE id = $6
                """,
                [
                    .text(policy.numberMatching.rawValue), .integer(Int64(policy.numberDigits)),
                    .flag(policy.allowsConcurrentPrompts), .flag(policy.alwaysChallenges),
                    .flag(policy.confirmsAdditionalPhones), .text(id),
                ])
            return policy
        }
    }

    /// Returns the id of a requester by its id or consumer key.
    func requesterID(_ requester: String) async throws(DatabaseError) -> String? {
        try await database.query(
            "SELECT id FROM requesters WHERE id = $1 OR consumer_key = $1", [.text(requester)]
        ).first?.text("id")
    }

    /// Returns whether a secret has an id.
    func hasSecret(id: String) async throws(DatabaseError) -> Bool {
        try await !database.query("SELECT id FROM requester_secrets WHERE id = $1", [.text(id)]).isEmpty
    }

    /// Changes a requester that was not deleted, and tells every node.
    func change<Value: Sendable>(
        _ requester: String, _ body: @escaping @Sendable (String, Transaction) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> RequesterChange<Value> {
        try await database.write { transaction throws(DatabaseError) in
            let rows = try transaction.query(
                "SELECT id, state FROM requesters WHERE id = $1 OR consumer_key = $1", [.text(requester)])
            guard let row = rows.first else { return .unknown }
            let state: RequesterState = try row.word("state")
            guard state != .deleted else { return .deleted }
            let value = try body(try row.text("id"), transaction)
            try transaction.notify(.requesters)
            return .done(value)
        }
    }
}

#endif
