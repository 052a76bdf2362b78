#if Service

extension Schema {
    /// The log of what was decided and administered, and the tree over it.
    static let audit = [
        // What has no place in the log yet. Every transaction only inserts here, so none waits for another; the id begins with
        // the time, in microseconds.
        "CREATE TABLE audit_pending (id TEXT PRIMARY KEY, entry TEXT NOT NULL, subject_id TEXT, record_kind TEXT)",
        // The subject is what a proof finds an entry by: an authentication request, a pairing that was decided, a device.
        """
        CREATE TABLE audit_entries (
            position BIGINT PRIMARY KEY, leaf TEXT NOT NULL, entry TEXT NOT NULL, subject_id TEXT,
            record_kind TEXT)
        """,
        """
        CREATE TABLE audit_heads (
            size BIGINT PRIMARY KEY, root TEXT NOT NULL, sealed BIGINT NOT NULL, key_id TEXT NOT NULL,
            signature TEXT NOT NULL)
        """,
        // One row, which one sealer at a time replaces: the number of entries, and the roots of the complete subtrees.
        "CREATE TABLE audit_tree (id BIGINT PRIMARY KEY, size BIGINT NOT NULL, peaks TEXT NOT NULL)",
        // Of all times, and of now.
        "CREATE TABLE audit_keys (id TEXT PRIMARY KEY, public_key TEXT NOT NULL, created BIGINT NOT NULL)",
        """
        CREATE TABLE audit_secrets (
            id TEXT PRIMARY KEY, key_id TEXT NOT NULL REFERENCES audit_keys (id), sealed_secret TEXT NOT NULL)
        """,
        // The phones from before there was a log: their signatures are verified with these keys. They come first.
        """
        INSERT INTO audit_pending (id, entry, subject_id)
        SELECT '0001' || id, '{"device":"' || id || '","key":"' || public_key || '","time":' || CAST(created AS TEXT)
            || ',"type":"device_imported"}', id FROM devices
        """,
    ]
}

#endif
