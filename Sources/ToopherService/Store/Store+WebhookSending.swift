#if Service

internal import Database

extension Store {
    /// Returns the requesters that have messages and may be told them, each with the time of its next message.
    func webhookQueues() async throws(DatabaseError) -> [(requesterID: String, due: Int64)] {
        let rows = try await database.query(
            """
            SELECT requester_id, due FROM (
                SELECT e.requester_id,
                    (SELECT min(m.due) FROM webhook_messages m WHERE m.requester_id = e.requester_id) AS due
                FROM webhook_endpoints e JOIN requesters r ON r.id = e.requester_id
                WHERE e.state = 'active' AND r.state = 'active') AS queues
            WHERE due IS NOT NULL
            """)
        return try rows.map { row throws(DatabaseError) in (try row.text("requester_id"), try row.integer("due")) }
    }

    /// Takes messages of a requester that are due. Until `end` no other node does, and after it any may.
    ///
    /// - Parameter lease: What nobody has used before.
    /// - Returns: The messages and where they are sent; `nil` if the requester is not to be told anything.
    func takeMessages(
        of requesterID: String, atMost count: Int, lease: String, until end: Int64, now: Int64
    ) async throws(DatabaseError) -> (target: WebhookTarget, messages: [WebhookMessage])? {
        try await database.write { transaction throws(DatabaseError) in
            guard let target = try Self.target(of: requesterID, now: now, transaction) else { return nil }
            let rows = try transaction.query(
                """
                SELECT id, subject_id, type, body, attempts FROM webhook_messages
                WHERE requester_id = $1 AND due <= $2 ORDER BY due, created, id LIMIT $3
                """, [.text(requesterID), .integer(now), .integer(Int64(count))])
            var messages: [WebhookMessage] = []
            for row in rows {
                let id = try row.text("id")
                var body = try row.optionalText("body")
                if body == nil { body = try Self.expire(try row.text("subject_id"), now: now, transaction)?.body }
                guard let body else {
                    try transaction.execute("DELETE FROM webhook_messages WHERE id = $1", [.text(id)])
                    continue
                }
                let changed = try transaction.execute(
                    """
                    UPDATE webhook_messages SET lease = $1, due = $2, attempts = attempts + 1, body = $3
                    WHERE id = $4 AND due <= $5
                    """, [.text(lease), .integer(end), .text(body), .text(id), .integer(now)])
                guard changed == 1 else { continue }
                messages.append(
                    WebhookMessage(
                        id: id, type: try row.text("type"), body: body, attempts: Int(try row.integer("attempts")) + 1,
                        lease: lease))
            }
            return (target, messages)
        }
    }

    /// Ends a request whose deadline has passed; returns what the endpoint is told, or `nil` if the request has ended in
    /// another way.
    private static func expire(
        _ id: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) -> WebhookEvent? {
        guard var request = try authenticationRequest(id: id, transaction) else { return nil }
        if request.state == .pending, now >= request.expires,
            try end(
                id, .expired,
                .ended(id, requesterID: request.requesterID, userID: request.user.id, .expired), now: now, transaction)
        {
            // As when the next request of the user finds it.
            var prompts = request.user.prompts
            prompts.note(.expired, wasShown: request.shownFrom < request.expires, at: request.expires)
            try set(prompts, of: request.user, transaction)
            request.state = .expired
        }
        return request.state == .expired ? WebhookEvent(request, at: request.expires) : nil
    }

    private static func target(
        of requesterID: String, now: Int64, _ connection: Connection
    ) throws(DatabaseError) -> WebhookTarget? {
        let rows = try connection.query(
            """
            SELECT e.url, s.id, s.sealed_secret
            FROM webhook_endpoints e JOIN requesters r ON r.id = e.requester_id
                JOIN webhook_secrets s ON s.requester_id = e.requester_id
            WHERE e.requester_id = $1 AND e.state = 'active' AND r.state = 'active'
                AND (s.expires IS NULL OR s.expires > $2)
            ORDER BY CASE WHEN s.expires IS NULL THEN 0 ELSE 1 END, s.id
            """, [.text(requesterID), .integer(now)])
        guard let url = try rows.first?.text("url") else { return nil }
        let secrets = try rows.map { row throws(DatabaseError) in
            WebhookTarget.SealedSecret(id: try row.text("id"), sealed: try row.text("sealed_secret"))
        }
        return WebhookTarget(requesterID: requesterID, url: url, secrets: secrets)
    }

    /// Deletes a message that was delivered or is given up, unless another node has it now.
    func deleteMessage(_ message: WebhookMessage) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute(
                "DELETE FROM webhook_messages WHERE id = $1 AND lease = $2", [.text(message.id), .text(message.lease)])
        }
    }

    /// Has a message sent at another time, unless another node has it now. Of too many messages of its requester, the oldest
    /// are deleted; returns how many.
    func postponeMessage(
        _ message: WebhookMessage, until due: Int64, of requesterID: String, keeping limit: Int
    ) async throws(DatabaseError) -> Int {
        try await database.write { transaction throws(DatabaseError) in
            try transaction.execute(
                "UPDATE webhook_messages SET due = $1, lease = NULL WHERE id = $2 AND lease = $3",
                [.integer(due), .text(message.id), .text(message.lease)])
            // An endpoint that takes its messages has no more than few.
            return try Self.deleteOldestMessages(of: requesterID, keeping: limit, transaction)
        }
    }

    /// Tells an endpoint nothing any more, and deletes what it was to be told. One that an operator has named meanwhile is
    /// left as it is.
    func disableWebhook(_ target: WebhookTarget, now: Int64) async throws(DatabaseError) {
        try await database.write { transaction throws(DatabaseError) in
            let changed = try transaction.execute(
                "UPDATE webhook_endpoints SET state = $1 WHERE requester_id = $2 AND url = $3",
                [.text(WebhookState.gone.rawValue), .text(target.requesterID), .text(target.url)])
            guard changed == 1 else { return }
            try transaction.execute(
                "DELETE FROM webhook_messages WHERE requester_id = $1", [.text(target.requesterID)])
            try Self.record(.webhookRemoved(target.requesterID, isGone: true), now: now, transaction)
            try transaction.notify(.requesters)
        }
    }
}

#endif
