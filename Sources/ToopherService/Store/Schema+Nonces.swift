#if Service

extension Schema {
    /// The nonces of requesters and phones.
    static let nonces = [
        // By time first: new nonces stand together at the end, old ones at the beginning.
        "CREATE TABLE nonces (stamped BIGINT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (stamped, digest))",
        // The newest second of a nonce that was deleted.
        "CREATE TABLE nonce_horizon (id BIGINT PRIMARY KEY, forgotten BIGINT NOT NULL)",
        "INSERT INTO nonce_horizon (id, forgotten) VALUES (1, -1)",
    ]
}

#endif
