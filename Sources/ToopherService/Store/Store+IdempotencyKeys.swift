#if Service

internal import Database

extension Store {
    /// For how long a key is remembered, in seconds.
    private static let idempotencyRetention: Int64 = 86_400

    /// Returns the request of an earlier call with the same key; `nil` if the key is new.
    ///
    /// - Parameter digest: Of what is asked. A key that was used for something else is refused.
    static func earlierRequest(
        of key: IdempotencyKey, requesterID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> Result<AuthenticationRequest, ProtocolError>? {
        let rows = try connection.query(
            """
            SELECT digest, request_id FROM idempotency_keys
            WHERE requester_id = $1 AND idempotency_key = $2 AND expires > $3
            """, [.text(requesterID), .text(key.text), .integer(now)])
        guard let row = rows.first else { return nil }
        guard try row.text("digest") == key.digest else { return .failure(.keyReused) }
        guard let request = try authenticationRequest(id: row.text("request_id"), connection) else { return nil }
        return .success(request)
    }

    /// Remembers which request a key has led to.
    static func remember(
        _ key: IdempotencyKey, requestID: String, requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO idempotency_keys (requester_id, idempotency_key, digest, request_id, expires)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (requester_id, idempotency_key) DO UPDATE SET digest = excluded.digest,
                request_id = excluded.request_id, expires = excluded.expires
            """,
            [
                .text(requesterID), .text(key.text), .text(key.digest), .text(requestID),
                .integer(now + idempotencyRetention),
            ])
    }
}

#endif
