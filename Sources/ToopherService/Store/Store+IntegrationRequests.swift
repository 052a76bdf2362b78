#if Service

internal import Database

extension Store {
    /// For how long a request that nobody has the answer of may be sent again, in seconds: longer than clients wait before
    /// they do.
    static let integrationRetryTime: Int64 = 15

    /// For how long the result of an integration's request is kept after its deadline, in seconds.
    private static let integrationRetention: Int64 = 600

    /// Initiates an authentication request of an integration, or returns the one that was sent before a connection broke.
    ///
    /// That one is only for whoever sends the same bytes again, soon, and while nobody else has its answer: two log-ins of the
    /// same user at the same moment are two requests.
    ///
    /// - Parameters:
    ///   - digest: Of all that was sent.
    ///   - promptDigest: Of the prompt that may have shown the number already.
    ///   - nonce: Of a signature with a date, which initiates once.
    ///   - isAwaited: Whether the answer is the response to this call, and not to a later one.
    static func initiate(
        _ draft: AuthenticationRequestDraft, digest: String, promptDigest: String, of integration: Integration,
        nonce: RequestNonce?,
        isAwaited: Bool, requester: Requester, ids: NewRequestIDs, now: Int64, lifetime: Int64, sealer: SecretSealer,
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError> {
        if let earlier = try claim(digest, of: integration, isAwaited: isAwaited, now: now, transaction) {
            return .success(earlier)
        }
        if let nonce, try !record(nonce, transaction).isFresh() { return .failure(nonce.refusal) }
        var ids = ids
        // Taken in any case: what no prompt stands for any more is in nobody's way.
        let number = try takePrompt(promptDigest, now: now, transaction)
        if draft.showsNumber, let number { ids.givenNumber = number }
        let result = try initiate(
            draft, mergeKey: nil, requester: requester, ids: ids, now: now, lifetime: lifetime, sealer: sealer,
            transaction)
        if case .success(let request) = result {
            try transaction.execute(
                """
                INSERT INTO integration_requests (request_id, integration_id, digest, claimable_until, polls, expires)
                VALUES ($1, $2, $3, $4, 0, $5)
                """,
                [
                    .text(request.id), .text(integration.key), .text(digest),
                    .integer(isAwaited ? 0 : now + integrationRetryTime),
                    .integer(request.expires + integrationRetention),
                ])
        }
        return result
    }

    /// Returns a request that was sent before, for who sends it again.
    private static func claim(
        _ digest: String, of integration: Integration, isAwaited: Bool, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> AuthenticationRequest? {
        let rows = try transaction.query(
            """
            SELECT request_id FROM integration_requests
            WHERE integration_id = $1 AND digest = $2 AND claimable_until > $3 ORDER BY expires DESC LIMIT 1
            """, [.text(integration.key), .text(digest), .integer(now)])
        guard let id = try rows.first?.text("request_id") else { return nil }
        // What is decided already is given to whoever waits for it, and to nobody who has only sent the same.
        if !isAwaited { return try authenticationRequest(id: id, transaction)?.ifPending(at: now) }
        // Of two that come at once, one gets it.
        let changed = try transaction.execute(
            "UPDATE integration_requests SET claimable_until = 0 WHERE request_id = $1 AND claimable_until > $2",
            [.text(id), .integer(now)])
        guard changed == 1 else { return nil }
        return try authenticationRequest(id: id, transaction)
    }

    /// Lets a request be sent again whose connection has ended before the answer.
    func release(integrationRequest id: String, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                "UPDATE integration_requests SET claimable_until = $1 WHERE request_id = $2",
                [.integer(now + Self.integrationRetryTime), .text(id)])
        }
    }

    /// Counts a question for the state of a request; returns how many there were, `nil` if the integration has no such request.
    func countPoll(of id: String, by integrationKey: String) async throws(DatabaseError) -> Int64? {
        try await database.write { transaction throws(DatabaseError) in
            let changed = try transaction.execute(
                """
                UPDATE integration_requests SET polls = polls + 1, claimable_until = 0
                WHERE request_id = $1 AND integration_id = $2
                """, [.text(id), .text(integrationKey)])
            guard changed == 1 else { return nil }
            return try transaction.query("SELECT polls FROM integration_requests WHERE request_id = $1", [.text(id)])[0]
                .integer("polls")
        }
    }
}

extension AuthenticationRequest {
    /// The request while nobody has decided; else `nil`.
    fileprivate func ifPending(at now: Int64) -> AuthenticationRequest? {
        status(at: now).isPending ? self : nil
    }
}

#endif
