#if Service

extension Schema {
    /// The links with which phones are paired and lost ones removed, and the pages on which users manage their phones. Of
    /// every token there is only a digest.
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
        "CREATE INDEX reset_links_by_pairing ON reset_links (pairing_id)",
        """
        CREATE TABLE management_sessions (
            token_digest TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id),
            user_name TEXT NOT NULL, reset_email TEXT, session_token TEXT NOT NULL, requester_metadata TEXT,
            expires BIGINT NOT NULL, secret_id TEXT NOT NULL)
        """,
        "CREATE INDEX management_sessions_by_expiry ON management_sessions (expires)",
    ]
}

#endif
