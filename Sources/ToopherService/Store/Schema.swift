#if Service

internal import Database

/// The migrations of the database's schema. Migrations are only ever added.
///
/// One text for both engines: text ids, `BIGINT` seconds, 0 and 1 for Booleans, keys and signatures as text.
enum Schema {
    static let migrations = [
        Migration(
            version: 1, name: "requesters, users, devices, pairings, authentication requests",
            statements: [
                "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
                """
                CREATE TABLE requesters (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, consumer_key TEXT NOT NULL UNIQUE,
                    sealed_secret TEXT NOT NULL, created BIGINT NOT NULL)
                """,
                """
                CREATE TABLE users (
                    id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), name TEXT NOT NULL,
                    is_enabled BIGINT NOT NULL, created BIGINT NOT NULL, UNIQUE (requester_id, name))
                """,
                """
                CREATE TABLE devices (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, public_key TEXT NOT NULL UNIQUE, created BIGINT NOT NULL)
                """,
                """
                CREATE TABLE pairing_phrases (
                    phrase TEXT PRIMARY KEY, device_id TEXT UNIQUE REFERENCES devices (id), expires BIGINT NOT NULL)
                """,
                "CREATE INDEX pairing_phrases_by_expiry ON pairing_phrases (expires)",
                """
                CREATE TABLE pairings (
                    id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id),
                    user_id TEXT NOT NULL REFERENCES users (id), device_id TEXT NOT NULL REFERENCES devices (id),
                    state TEXT NOT NULL, created BIGINT NOT NULL, expires BIGINT NOT NULL)
                """,
                "CREATE INDEX pairings_by_user ON pairings (user_id)",
                "CREATE INDEX pairings_by_device ON pairings (device_id, state)",
                """
                CREATE TABLE terminals (
                    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), identity TEXT NOT NULL,
                    name TEXT NOT NULL, requester_specified_id TEXT NOT NULL, UNIQUE (user_id, identity))
                """,
                """
                CREATE TABLE actions (
                    id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), name TEXT NOT NULL,
                    UNIQUE (requester_id, name))
                """,
                // Of foreign keys only the one whose row no two requests of the same moment share: on PostgreSQL every insertion
                // would lock the rows of requester and action, one after another.
                """
                CREATE TABLE authentication_requests (
                    id TEXT PRIMARY KEY, requester_id TEXT NOT NULL, pairing_id TEXT NOT NULL REFERENCES pairings (id),
                    device_id TEXT NOT NULL, user_id TEXT NOT NULL, terminal_id TEXT NOT NULL,
                    terminal_name TEXT NOT NULL, action_id TEXT NOT NULL, automation_allowed BIGINT NOT NULL,
                    challenge_required BIGINT NOT NULL, state TEXT NOT NULL, created BIGINT NOT NULL,
                    expires BIGINT NOT NULL)
                """,
                // Only what is pending: what a phone is shown does not take longer with every decision of the past.
                """
                CREATE INDEX pending_requests_by_device ON authentication_requests (device_id, created)
                WHERE state = 'pending'
                """,
                """
                CREATE TABLE decisions (
                    subject_id TEXT PRIMARY KEY, kind TEXT NOT NULL, device_id TEXT NOT NULL,
                    decision TEXT NOT NULL, record TEXT NOT NULL, signature TEXT NOT NULL, decided BIGINT NOT NULL)
                """,
                """
                CREATE TABLE page_sessions (
                    token_digest TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id),
                    user_name TEXT NOT NULL, terminal_name TEXT NOT NULL, requester_specified_id TEXT,
                    action_name TEXT NOT NULL, automation_allowed BIGINT NOT NULL, challenge_required BIGINT NOT NULL,
                    session_token TEXT NOT NULL, requester_metadata TEXT,
                    request_id TEXT REFERENCES authentication_requests (id), expires BIGINT NOT NULL, answered BIGINT)
                """,
                "CREATE INDEX page_sessions_by_expiry ON page_sessions (expires)",
                // By time first: new nonces stand together at the end, old ones at the beginning.
                "CREATE TABLE nonces (stamped BIGINT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (stamped, digest))",
                // The newest second of a nonce that was deleted.
                "CREATE TABLE nonce_horizon (id BIGINT PRIMARY KEY, forgotten BIGINT NOT NULL)",
                "INSERT INTO nonce_horizon (id, forgotten) VALUES (1, -1)",
            ])
    ]
}

#endif
