#if Service

extension Schema {
    /// The iframe pages that are open.
    static let pages = [
        """
        CREATE TABLE page_sessions (
            token_digest TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id),
            secret_id TEXT NOT NULL, user_name TEXT NOT NULL, terminal_name TEXT NOT NULL, requester_specified_id TEXT,
            action_name TEXT NOT NULL, automation_allowed BIGINT NOT NULL, challenge_required BIGINT NOT NULL,
            session_token TEXT NOT NULL, requester_metadata TEXT,
            request_id TEXT REFERENCES authentication_requests (id), refusal_code BIGINT, expires BIGINT NOT NULL,
            answered BIGINT, allows_pairing BIGINT NOT NULL, reset_email TEXT)
        """,
        "CREATE INDEX page_sessions_by_expiry ON page_sessions (expires)",
    ]
}

#endif
