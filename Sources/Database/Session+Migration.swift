#if Service

extension Session {
    /// Brings the schema up to date: applies the missing steps, each in a transaction of its own.
    ///
    /// Several processes may do so at once: each step is taken under a lock, after which the version is read again.
    func migrate(_ migrations: [Migration], _ dialect: Dialect) throws(DatabaseError) {
        precondition(migrations.map(\.version) == migrations.indices.map { Int64($0 + 1) }, "versions count up from 1")
        if migrations.isEmpty { return }
        while try !applyNext(of: migrations, dialect) {}
    }

    /// Applies the first missing step; returns whether none was missing.
    private func applyNext(of migrations: [Migration], _ dialect: Dialect) throws(DatabaseError) -> Bool {
        do throws(DatabaseError) {
            for statement in dialect.beginMigration { try run(statement) }
            let current = try version()
            let supported = Int64(migrations.count)
            guard current <= supported else { throw .schemaTooNew(found: current, supported: supported) }
            guard current < supported else {
                try run("COMMIT")
                return true
            }
            let migration = migrations[Int(current)]
            for statement in migration.statements { try run(statement) }
            _ = try run(
                "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
                [.integer(migration.version), .text(migration.name)])
            try run("COMMIT")
            return false
        } catch {
            try? run("ROLLBACK")
            throw error
        }
    }

    private func version() throws(DatabaseError) -> Int64 {
        try run("CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL)")
        let found = try run("SELECT coalesce(max(version), 0) AS version FROM schema_migrations", []).rows
        return try found[0].integer("version")
    }
}

#endif
