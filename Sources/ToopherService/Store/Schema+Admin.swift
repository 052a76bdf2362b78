#if Service

extension Schema {
    /// The links and sessions of the operator's desk. Of every token there is only a digest.
    static let admin = [
        "CREATE TABLE admin_tokens (token_digest TEXT PRIMARY KEY, kind TEXT NOT NULL, expires BIGINT NOT NULL)"
    ]
}

#endif
