#if Service

extension Schema {
    /// The links with which phones are paired. Of every token there is only a digest.
    static let invitations = [
        """
        CREATE TABLE pairing_invitations (
            token_digest TEXT PRIMARY KEY, pairing_id TEXT NOT NULL UNIQUE REFERENCES pairings (id),
            expires BIGINT NOT NULL)
        """,
        "CREATE INDEX pairing_invitations_by_expiry ON pairing_invitations (expires)",
    ]
}

#endif
