#if Service

extension Schema {
    /// The programs that speak the Auth API, and what of their requests is still being waited for.
    static let integrations = [
        // Variants and addresses are lists with spaces and line ends between.
        """
        CREATE TABLE integrations (
            id TEXT PRIMARY KEY, requester_id TEXT NOT NULL REFERENCES requesters (id), name TEXT NOT NULL,
            kind TEXT NOT NULL, is_enabled BIGINT NOT NULL, sealed_secret TEXT NOT NULL, accepted TEXT NOT NULL,
            seen TEXT NOT NULL, fails_open BIGINT NOT NULL, shows_errors BIGINT NOT NULL,
            offers_enrolment BIGINT NOT NULL, redirect_uris TEXT NOT NULL, created BIGINT NOT NULL)
        """,
        // An authentication request of an integration. Until `claimable_until` the same request, sent again, is this one:
        // nobody has its answer.
        """
        CREATE TABLE integration_requests (
            request_id TEXT PRIMARY KEY, integration_id TEXT NOT NULL, digest TEXT NOT NULL,
            claimable_until BIGINT NOT NULL, polls BIGINT NOT NULL, expires BIGINT NOT NULL)
        """,
        "CREATE INDEX integration_requests_by_digest ON integration_requests (integration_id, digest)",
        "CREATE INDEX integration_requests_by_expiry ON integration_requests (expires)",
        // The number in a prompt that a program shows before it asks. The digest is of integration, user and place.
        "CREATE TABLE integration_prompts (digest TEXT PRIMARY KEY, number TEXT NOT NULL, expires BIGINT NOT NULL)",
        // A log-in on a page of the web flow, by the digest of the page's token; gone when its code is exchanged.
        """
        CREATE TABLE web_logins (
            token_digest TEXT PRIMARY KEY, integration_id TEXT NOT NULL, user_name TEXT NOT NULL,
            redirect_uri TEXT NOT NULL, state TEXT NOT NULL, nonce TEXT, code_name TEXT NOT NULL,
            code_digest TEXT UNIQUE, code_expires BIGINT NOT NULL, expires BIGINT NOT NULL)
        """,
        "CREATE INDEX web_logins_by_expiry ON web_logins (expires)",
    ]
}

#endif
