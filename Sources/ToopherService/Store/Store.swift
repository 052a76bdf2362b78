#if Service

internal import Database

/// The service's state, in the words of the domain. SQL lives here and nowhere else.
struct Store: Sendable {
    let database: DatabaseQueue

    init(path: String) throws(DatabaseError) {
        database = try DatabaseQueue(path: path, migrations: Schema.migrations)
    }
}

#endif
