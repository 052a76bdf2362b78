#if Service

extension Connection {
    /// Brings the schema up to date: applies the missing steps, in order, in one transaction.
    ///
    /// - Parameter migrations: The whole history that this program knows.
    /// - Throws: ``DatabaseError/schemaTooNew(found:supported:)`` if a newer program has changed the database.
    public func migrate(_ migrations: [Migration]) throws(DatabaseError) {
        precondition(migrations.map(\.version) == migrations.indices.map { Int64($0 + 1) }, "versions count up from 1")
        try transaction { () throws(DatabaseError) in
            try execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL)
                """)
            let found = try query("SELECT coalesce(max(version), 0) AS version FROM schema_migrations")
            let current = try found[0].integer("version")
            let supported = Int64(migrations.count)
            guard current <= supported else { throw .schemaTooNew(found: current, supported: supported) }
            for migration in migrations.dropFirst(Int(current)) {
                for statement in migration.statements {
                    try execute(statement)
                }
                try execute(
                    "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
                    [.integer(migration.version), .text(migration.name)])
            }
        }
    }
}

#endif
