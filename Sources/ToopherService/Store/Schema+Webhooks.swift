#if Service

extension Schema {
    /// Where requesters want to be told what has happened, and what they have not been told yet.
    static let webhooks = [
        // Changed by operators only, and when an endpoint says that it is gone: every transaction with an event reads it.
        """
        CREATE TABLE webhook_endpoints (
            requester_id TEXT PRIMARY KEY REFERENCES requesters (id), url TEXT NOT NULL, state TEXT NOT NULL,
            created BIGINT NOT NULL)
        """,
        // Of each endpoint at most one that does not expire, and one that does.
        """
        CREATE TABLE webhook_secrets (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES webhook_endpoints (requester_id),
            sealed_secret TEXT NOT NULL, created BIGINT NOT NULL, expires BIGINT)
        """,
        "CREATE INDEX webhook_secrets_by_requester ON webhook_secrets (requester_id)",
        // A message without a body says at its time that a request has expired, unless it has ended before. While a node
        // sends a message, `due` is when another node may.
        """
        CREATE TABLE webhook_messages (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL, subject_id TEXT NOT NULL, type TEXT NOT NULL, body TEXT,
            created BIGINT NOT NULL, due BIGINT NOT NULL, attempts BIGINT NOT NULL, lease TEXT)
        """,
        "CREATE INDEX webhook_messages_by_requester ON webhook_messages (requester_id, due)",
        "CREATE INDEX webhook_messages_by_age ON webhook_messages (created)",
    ]
}

#endif
