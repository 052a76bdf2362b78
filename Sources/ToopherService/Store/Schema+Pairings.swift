#if Service

extension Schema {
    /// Phones, and what binds them to users.
    static let devicesAndPairings = [
        """
        CREATE TABLE devices (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, public_key TEXT NOT NULL UNIQUE, created BIGINT NOT NULL)
        """,
        // The credentials of phones' authenticators. Former ones stay: decisions may have been made with them.
        """
        CREATE TABLE device_credentials (
            device_id TEXT NOT NULL REFERENCES devices (id), credential_id TEXT NOT NULL, public_key TEXT NOT NULL,
            is_current BIGINT NOT NULL, is_always_required BIGINT NOT NULL, created BIGINT NOT NULL,
            PRIMARY KEY (device_id, credential_id))
        """,
        """
        CREATE TABLE pairing_phrases (
            phrase TEXT PRIMARY KEY, device_id TEXT UNIQUE REFERENCES devices (id), expires BIGINT NOT NULL)
        """,
        "CREATE INDEX pairing_phrases_by_expiry ON pairing_phrases (expires)",
        // A pairing has no device until one has taken its invitation. A first one is only for a user without a second factor.
        // Its user may have a name for the phone, which only that user's pages show.
        """
        CREATE TABLE pairings (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id),
            user_id TEXT NOT NULL REFERENCES users (id), device_id TEXT REFERENCES devices (id),
            state TEXT NOT NULL, created BIGINT NOT NULL, expires BIGINT NOT NULL,
            is_first BIGINT NOT NULL DEFAULT 0, phone_name TEXT)
        """,
        "CREATE INDEX pairings_by_user ON pairings (user_id)",
        "CREATE INDEX pairings_by_device ON pairings (device_id, state)",
    ]
}

#endif
