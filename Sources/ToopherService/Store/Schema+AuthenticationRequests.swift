#if Service

extension Schema {
    /// Authentication requests, the decisions that phones have signed, and their standing answers.
    static let authenticationRequests = [
        // Of foreign keys only the one whose row no two requests of the same moment share: on PostgreSQL every insertion
        // would lock the rows of requester and action, one after another.
        """
        CREATE TABLE authentication_requests (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL, pairing_id TEXT REFERENCES pairings (id),
            device_id TEXT, user_id TEXT NOT NULL, terminal_id TEXT NOT NULL,
            terminal_name TEXT NOT NULL, is_first_from_terminal BIGINT NOT NULL, action_id TEXT NOT NULL,
            automation_allowed BIGINT NOT NULL, challenge_required BIGINT NOT NULL, match_number TEXT, merge_key TEXT,
            state TEXT NOT NULL, created BIGINT NOT NULL, shown_from BIGINT NOT NULL, expires BIGINT NOT NULL)
        """,
        // By state before the time: what a phone is shown does not take longer with every decision of the past. Not of the
        // pending ones only: those few would share a page, and on PostgreSQL, of two transactions that read one page of an
        // index and add to it, one is run again.
        "CREATE INDEX authentication_requests_by_user ON authentication_requests (user_id, state, created)",
        // Decisions on pairings and authentication requests, and the ends of pairings and standing answers.
        """
        CREATE TABLE decisions (
            subject_id TEXT NOT NULL, kind TEXT NOT NULL, device_id TEXT NOT NULL, decision TEXT NOT NULL,
            record TEXT NOT NULL, signature TEXT NOT NULL, decided BIGINT NOT NULL, assertion TEXT,
            PRIMARY KEY (subject_id, kind))
        """,
        // The decision of the request has the signed record.
        """
        CREATE TABLE automations (
            id TEXT PRIMARY KEY, user_id TEXT NOT NULL,
            pairing_id TEXT NOT NULL REFERENCES pairings (id), device_id TEXT NOT NULL, terminal_id TEXT NOT NULL,
            action_id TEXT NOT NULL, request_id TEXT NOT NULL, decision TEXT NOT NULL, had_number BIGINT NOT NULL,
            created BIGINT NOT NULL, expires BIGINT NOT NULL, UNIQUE (pairing_id, terminal_id, action_id))
        """,
        "CREATE INDEX automations_by_user ON automations (user_id)",
        "CREATE INDEX automations_by_device ON automations (device_id)",
        // A request with a key that was used before is the request of then.
        """
        CREATE TABLE idempotency_keys (
            requester_id TEXT NOT NULL, idempotency_key TEXT NOT NULL, digest TEXT NOT NULL, request_id TEXT NOT NULL,
            expires BIGINT NOT NULL, PRIMARY KEY (requester_id, idempotency_key))
        """,
        "CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires)",
    ]
}

#endif
