#if Service

/// A connection on a thread of its own, for asynchronous callers.
///
/// SQLite blocks: a commit waits for the disk. On a thread of its own the actor blocks neither an event loop nor the
/// cooperative pool. Calls run one after another.
public actor DatabaseQueue {
    private let thread: SerialThread
    private let connection: Connection

    /// The executor of the thread that every call runs on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Creates a queue for a database, whose schema is brought up to date first.
    ///
    /// - Parameters:
    ///   - path: A file, or `:memory:`.
    ///   - migrations: The whole history of the schema.
    public init(path: String, migrations: [Migration] = []) throws(DatabaseError) {
        let connection = try Connection(path: path)
        try connection.migrate(migrations)
        thread = try SerialThread()
        self.connection = connection
    }

    deinit {
        thread.stop()
    }

    /// Runs `body` with the connection, each statement in a transaction of its own.
    public func run<R: Sendable>(
        _ body: @Sendable (Connection) throws(DatabaseError) -> R
    ) throws(DatabaseError) -> R {
        try body(connection)
    }

    /// Runs `body` in one transaction, which is rolled back if `body` throws.
    public func transaction<R: Sendable>(
        _ body: @Sendable (Connection) throws(DatabaseError) -> R
    ) throws(DatabaseError) -> R {
        try connection.transaction { () throws(DatabaseError) in try body(connection) }
    }

    /// Closes the file after the calls that are already queued. Later calls throw ``DatabaseError/closed``.
    public func close() {
        connection.close()
    }
}

#endif
