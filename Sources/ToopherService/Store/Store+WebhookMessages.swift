#if Service

internal import Database

extension Store {
    /// Has the requester's endpoint told of the end of a request. Of a pending one it is told at the deadline, if nothing
    /// else has happened by then.
    static func announce(
        _ request: AuthenticationRequest, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        guard request.hasWebhook else { return }
        if let event = WebhookEvent(request, at: now) {
            try announce(event, to: request.requesterID, now: now, transaction)
        } else {
            try insertMessage(
                id: WebhookEvent.messageID(ofRequest: request.id), to: request.requesterID, subjectID: request.id,
                .requestExpired, body: nil, now: now, due: request.expires, transaction)
        }
    }

    /// Has the requester's endpoint told of a pairing whose state has changed.
    static func announce(_ pairing: Pairing, now: Int64, _ transaction: Transaction) throws(DatabaseError) {
        guard pairing.hasWebhook, let event = WebhookEvent(pairing, at: now) else { return }
        try announce(event, to: pairing.requesterID, now: now, transaction)
    }

    /// Has the endpoint told of a request that has just ended.
    static func announceRequest(id: String, now: Int64, _ transaction: Transaction) throws(DatabaseError) {
        guard let request = try authenticationRequest(id: id, transaction) else { return }
        try announce(request, now: now, transaction)
    }

    /// Has the endpoint told of a pairing whose state has just changed.
    static func announcePairing(id: String, now: Int64, _ transaction: Transaction) throws(DatabaseError) {
        guard let pairing = try pairing(id: id, transaction) else { return }
        try announce(pairing, now: now, transaction)
    }

    private static func announce(
        _ event: WebhookEvent, to requesterID: String, now: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try insertMessage(
            id: event.id, to: requesterID, subjectID: event.subjectID, event.kind, body: event.body, now: now, due: now,
            transaction)
        try transaction.notify(.webhooks)
    }

    /// Stores a message, in place of one of the same id: a request that is decided does not expire. What was known of the
    /// endpoint is from before the transaction, so the statement looks again.
    private static func insertMessage(
        id: String, to requesterID: String, subjectID: String, _ kind: WebhookEvent.Kind, body: String?, now: Int64,
        due: Int64, _ transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.enqueue(
            """
            INSERT INTO webhook_messages (id, requester_id, subject_id, type, body, created, due, attempts, lease)
            SELECT $1, $2, $3, $4, $5, $6, $7, 0, NULL FROM webhook_endpoints
            WHERE requester_id = $2 AND state = 'active'
            ON CONFLICT (id) DO UPDATE SET type = excluded.type, body = excluded.body, created = excluded.created,
                due = excluded.due, attempts = 0, lease = NULL
            """,
            [
                .text(id), .text(requesterID), .text(subjectID), .text(kind.rawValue), .text(orNull: body),
                .integer(now), .integer(due),
            ])
        if looksAtQueue(id) {
            _ = try deleteOldestMessages(of: requesterID, keeping: WebhookLimits.maximumQueued, transaction)
        }
    }

    /// Whether the message of an id is one of those that look whether the queue has become too long: one in 64, since the
    /// digits of an id are random. If all did, no two decisions of a requester could be committed at once.
    static func looksAtQueue(_ id: String) -> Bool {
        let digits = id.dropFirst("msg_".utf8.count).prefix(2)
        return UInt8(digits, radix: 16).map { $0 % 64 == 0 } ?? true
    }

    /// Deletes the oldest messages of a requester that are too many; returns how many.
    static func deleteOldestMessages(
        of requesterID: String, keeping limit: Int, _ transaction: Transaction
    ) throws(DatabaseError) -> Int {
        try transaction.execute(
            """
            DELETE FROM webhook_messages WHERE id IN
                (SELECT id FROM webhook_messages WHERE requester_id = $1
                ORDER BY created DESC, id DESC LIMIT 1000000 OFFSET $2)
            """, [.text(requesterID), .integer(Int64(limit))])
    }
}

#endif
