#if Service

internal import Database

/// The state of the service in the database. The only place with SQL.
struct Store: Sendable {
    let database: Database

    /// Opens the database at `path`, or at a `postgresql:` URL, and migrates it.
    init(path: String) throws(DatabaseError) {
        database = try Database(DatabaseLocation(path), migrations: Schema.migrations)
    }
}

#endif
