#if Service

/// One connection on one thread, for asynchronous callers.
///
/// SQLite blocks: a commit waits for the disk. The actor runs on a thread of its own, so that neither an event loop
/// nor the cooperative pool ever waits with it, and calls are served one after the other.
public actor DatabaseQueue {
    private let thread: SerialThread
    private let connection: Connection

    /// The thread that every call runs on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Opens a database and brings its schema up to date, before anyone can use it.
    ///
    /// - Parameters:
    ///   - path: a file, or `:memory:`.
    ///   - migrations: the whole history of the schema.
    public init(path: String, migrations: [Migration] = []) throws(DatabaseError) {
        let connection = try Connection(path: path)
        try connection.migrate(migrations)
        thread = try SerialThread()
        self.connection = connection
    }

    deinit {
        thread.stop()
    }

    /// Runs the body on the connection, each statement in a transaction of its own.
    public func run<R: Sendable>(
        _ body: @Sendable (Connection) throws(DatabaseError) -> R
    ) throws(DatabaseError) -> R {
        try body(connection)
    }

    /// Runs the body in one transaction; an error rolls everything back.
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
