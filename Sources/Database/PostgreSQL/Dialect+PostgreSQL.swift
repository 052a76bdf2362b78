#if PostgreSQL

extension Dialect {
    static let postgreSQL = Dialect(
        beginRead: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        beginWrite: "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
        beginMigration: [
            // Each statement sees what was committed while the lock was waited for.
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            "SET LOCAL statement_timeout = 0",
            "SET LOCAL lock_timeout = 0",
            // Any number that others do not use: "toopher" in bytes.
            "SELECT pg_advisory_xact_lock(32773591396214130)",
        ])

    /// The channel of notifications.
    static let postgreSQLChannel = "toopher"
}

#endif
