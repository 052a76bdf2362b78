#if Service

internal import Database
internal import WebSyntax

extension Store {
    /// Returns a column `has_webhook`, in SQL: 1 if the requester has an endpoint that is told what happens, else 0.
    ///
    /// - Parameter requesterID: The column with the id of the requester, with the name of its table.
    static func hasWebhook(_ requesterID: String) -> String {
        """
        (SELECT count(*) FROM webhook_endpoints e WHERE e.requester_id = \(requesterID) AND e.state = 'active')
            AS has_webhook
        """
    }

    /// Stores the endpoint of a requester, in place of another one. The secret is only for a requester without an endpoint.
    ///
    /// - Returns: Whether the secret was stored.
    func setWebhook(
        of requester: String, url: HTTPURL, secretID: String, sealed: String, now: Int64
    ) async throws(DatabaseError) -> RequesterChange<Bool> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            try Self.record(.webhookSet(id, origin: url.origin.text), now: now, transaction)
            let changed = try transaction.execute(
                "UPDATE webhook_endpoints SET url = $1, state = $2 WHERE requester_id = $3",
                [.text(url.text), .text(WebhookState.active.rawValue), .text(id)])
            guard changed == 0 else { return false }
            try transaction.execute(
                "INSERT INTO webhook_endpoints (requester_id, url, state, created) VALUES ($1, $2, $3, $4)",
                [.text(id), .text(url.text), .text(WebhookState.active.rawValue), .integer(now)])
            try Self.insertWebhookSecret(id: secretID, of: id, sealed: sealed, now: now, transaction)
            return true
        }
    }

    /// Removes the endpoint of a requester, if it has one, and all that it was to be told.
    func removeWebhook(of requester: String, now: Int64) async throws(DatabaseError) -> RequesterChange<Void> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            try Self.removeWebhook(of: id, now: now, transaction)
        }
    }

    /// Removes the endpoint of a requester, if it has one, and all that it was to be told.
    static func removeWebhook(
        of requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        var removed = 0
        for table in ["webhook_messages", "webhook_secrets", "webhook_endpoints"] {
            removed = try transaction.execute("DELETE FROM \(table) WHERE requester_id = $1", [.text(requesterID)])
        }
        if removed > 0 { try record(.webhookRemoved(requesterID, isGone: false), now: now, transaction) }
    }

    /// Replaces the current secret of an endpoint, which signs too until `end`. One that was replaced before ends now.
    ///
    /// - Returns: Whether there is an endpoint.
    func rotateWebhookSecret(
        of requester: String, secretID: String, sealed: String, previousEnds end: Int64, now: Int64
    ) async throws(DatabaseError) -> RequesterChange<Bool> {
        try await change(requester) { id, transaction throws(DatabaseError) in
            let endpoints = try transaction.query(
                "SELECT url FROM webhook_endpoints WHERE requester_id = $1", [.text(id)])
            guard !endpoints.isEmpty else { return false }
            try transaction.execute(
                "DELETE FROM webhook_secrets WHERE requester_id = $1 AND expires IS NOT NULL", [.text(id)])
            try transaction.execute(
                "UPDATE webhook_secrets SET expires = $1 WHERE requester_id = $2", [.integer(end), .text(id)])
            try Self.insertWebhookSecret(id: secretID, of: id, sealed: sealed, now: now, transaction)
            try Self.record(.webhookSecretRotated(id, previousEnds: end), now: now, transaction)
            return true
        }
    }

    /// Returns the endpoint of a requester; `nil` if it has none.
    func webhook(of requesterID: String) async throws(DatabaseError) -> WebhookSummary? {
        let rows = try await database.query(
            """
            SELECT url, state, (SELECT count(*) FROM webhook_messages m WHERE m.requester_id = e.requester_id) AS queued
            FROM webhook_endpoints e WHERE e.requester_id = $1
            """, [.text(requesterID)])
        guard let row = rows.first else { return nil }
        let state: WebhookState = try row.word("state")
        return WebhookSummary(
            url: try row.text("url"), isActive: state == .active, queued: Int(try row.integer("queued")))
    }

    private static func insertWebhookSecret(
        id: String, of requesterID: String, sealed: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO webhook_secrets (id, requester_id, sealed_secret, created) VALUES ($1, $2, $3, $4)",
            [.text(id), .text(requesterID), .text(sealed), .integer(now)])
    }

    /// What a secret of an endpoint is sealed for.
    static func webhookSecretOwner(requester: String, secret: String) -> String {
        SealedColumn.webhookSecrets.owner("\(requester) secret \(secret)")
    }
}

#endif
