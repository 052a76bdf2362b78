#if Service

extension Schema {
    /// What shows one-time passwords, the passwords on paper, and how often somebody guessed wrong.
    static let oneTimePasswords = [
        // What a pairing's phone shows passwords with.
        """
        CREATE TABLE pairing_otp_secrets (
            pairing_id TEXT PRIMARY KEY REFERENCES pairings (id), sealed_secret TEXT NOT NULL,
            last_step BIGINT NOT NULL, created BIGINT NOT NULL)
        """,
        """
        CREATE TABLE oath_tokens (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), requester_specified_id TEXT,
            sealed_secret TEXT NOT NULL, otp_type TEXT NOT NULL, otp_digits BIGINT NOT NULL, algorithm TEXT NOT NULL,
            step_size BIGINT NOT NULL, event_counter BIGINT NOT NULL, drift BIGINT NOT NULL,
            last_step BIGINT NOT NULL, is_active BIGINT NOT NULL, created BIGINT NOT NULL, modified BIGINT NOT NULL,
            UNIQUE (requester_id, requester_specified_id))
        """,
        """
        CREATE TABLE oath_token_users (
            user_id TEXT NOT NULL REFERENCES users (id), token_id TEXT NOT NULL REFERENCES oath_tokens (id),
            created BIGINT NOT NULL, PRIMARY KEY (user_id, token_id))
        """,
        "CREATE INDEX oath_token_users_by_token ON oath_token_users (token_id)",
        // The key of the codes' digests: it can be sealed anew, the digests cannot.
        """
        CREATE TABLE backup_code_lists (
            user_id TEXT PRIMARY KEY REFERENCES users (id), sealed_key TEXT NOT NULL, created BIGINT NOT NULL)
        """,
        """
        CREATE TABLE backup_codes (
            user_id TEXT NOT NULL REFERENCES backup_code_lists (user_id), digest TEXT NOT NULL, used BIGINT,
            PRIMARY KEY (user_id, digest))
        """,
        // Of a user's passwords, or of the passwords that a token is resynchronised with.
        """
        CREATE TABLE otp_guesses (
            subject_id TEXT PRIMARY KEY, wrong_count BIGINT NOT NULL, locked_until BIGINT NOT NULL)
        """,
    ]
}

#endif
