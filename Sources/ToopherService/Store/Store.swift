#if Service

internal import Database

/// The state of the service in the database. The only place with SQL.
struct Store: Sendable {
    let database: DatabaseQueue

    /// Opens the database at `path` and migrates it.
    init(path: String) throws(DatabaseError) {
        database = try DatabaseQueue(path: path, migrations: Schema.migrations)
    }
}

#endif
