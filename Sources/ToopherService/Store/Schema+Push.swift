#if Service

extension Schema {
    /// The key of push messages, and where phones get theirs.
    static let push = [
        "CREATE TABLE push_keys (id TEXT PRIMARY KEY, sealed_secret TEXT NOT NULL, created BIGINT NOT NULL)",
        // A browser has one subscription for its app: a new phone in the same browser takes it over.
        """
        CREATE TABLE push_subscriptions (
            device_id TEXT PRIMARY KEY REFERENCES devices (id), endpoint TEXT NOT NULL UNIQUE, public_key TEXT NOT NULL,
            sealed_secret TEXT NOT NULL, created BIGINT NOT NULL)
        """,
    ]
}

#endif
