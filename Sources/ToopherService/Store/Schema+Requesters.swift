#if Service

extension Schema {
    /// Requesters, their users, and where and what users are asked about.
    static let requesters = [
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """
        CREATE TABLE requesters (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, consumer_key TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL DEFAULT 'active',
            number_matching TEXT NOT NULL DEFAULT 'when_shown', number_digits BIGINT NOT NULL DEFAULT 2,
            allows_concurrent_prompts BIGINT NOT NULL DEFAULT 0, always_challenges BIGINT NOT NULL DEFAULT 0,
            confirms_additional_phones BIGINT NOT NULL DEFAULT 1,
            created BIGINT NOT NULL)
        """,
        // Of each requester at most one that does not expire, and one that does.
        """
        CREATE TABLE requester_secrets (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), sealed_secret TEXT NOT NULL,
            created BIGINT NOT NULL, expires BIGINT)
        """,
        "CREATE INDEX requester_secrets_by_requester ON requester_secrets (requester_id)",
        // The sites that may show the requester's pages in a frame, and get answers in the URL.
        """
        CREATE TABLE requester_origins (
            requester_id TEXT NOT NULL REFERENCES requesters (id), origin TEXT NOT NULL, created BIGINT NOT NULL,
            PRIMARY KEY (requester_id, origin))
        """,
        // What limits prompts and guesses is kept with the user, so that it holds on all nodes and after a restart.
        """
        CREATE TABLE users (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), name TEXT NOT NULL,
            is_enabled BIGINT NOT NULL, unanswered_prompts BIGINT NOT NULL DEFAULT 0,
            quiet_until BIGINT NOT NULL DEFAULT 0, wrong_numbers BIGINT NOT NULL DEFAULT 0,
            created BIGINT NOT NULL, UNIQUE (requester_id, name))
        """,
        // For lists: names may change from one page to the next, ids do not.
        "CREATE INDEX users_by_requester ON users (requester_id, id)",
        """
        CREATE TABLE terminals (
            id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), identity TEXT NOT NULL,
            name TEXT NOT NULL, requester_specified_id TEXT NOT NULL, was_approved BIGINT NOT NULL DEFAULT 0,
            UNIQUE (user_id, identity))
        """,
        """
        CREATE TABLE actions (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), name TEXT NOT NULL,
            UNIQUE (requester_id, name))
        """,
    ]
}

#endif
