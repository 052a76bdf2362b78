#if Service

extension Schema {
    /// The links with which phones are paired and lost ones removed. Of every token there is only a digest.
    static let invitations = [
        """
        CREATE TABLE pairing_invitations (
            token_digest TEXT PRIMARY KEY, pairing_id TEXT NOT NULL UNIQUE REFERENCES pairings (id),
            expires BIGINT NOT NULL)
        """,
        "CREATE INDEX pairing_invitations_by_expiry ON pairing_invitations (expires)",
        """
        CREATE TABLE reset_links (
            token_digest TEXT PRIMARY KEY, pairing_id TEXT NOT NULL REFERENCES pairings (id), question TEXT,
            answer_digest TEXT, wrong_answers BIGINT NOT NULL, expires BIGINT NOT NULL,
            next_pairing_id TEXT REFERENCES pairings (id))
        """,
        "CREATE INDEX reset_links_by_expiry ON reset_links (expires)",
    ]
}

#endif
