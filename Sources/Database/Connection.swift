#if Service

/// An open SQLite database.
///
/// Not `Sendable`: its owner confines it, as ``DatabaseQueue`` does for asynchronous code. Prepared statements are
/// cached, so SQL text should be constant and values bound.
@safe public final class Connection {
    private static let maximumStatementCount = 256

    /// The `sqlite3`; `nil` once the connection is closed.
    var handle: OpaquePointer?

    private var statements: [String: Statement] = [:]
    private var isInTransaction = false

    /// Creates a connection to a database, which is created if it does not exist.
    ///
    /// Only the owner can read a new file, its `-wal` and its `-shm`.
    ///
    /// - Parameter path: A file, or `:memory:` for a database that ends with the connection.
    /// - Throws: ``DatabaseError/cannotOpen(path:reason:)``.
    public init(path: String) throws(DatabaseError) {
        if path != ":memory:" {
            try PrivateFile.create(path)
        }
        try open(path)
    }

    deinit {
        close()
    }

    /// Runs a statement and returns its rows.
    ///
    /// - Parameters:
    ///   - sql: One statement, with the parameters `$1`, `$2` and so on.
    ///   - values: The values of `$1`, `$2` and so on.
    @discardableResult
    public func query(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> [Row] {
        try statement(sql).run(values)
    }

    /// Runs a statement that changes rows, and returns how many it changed.
    @discardableResult
    public func execute(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> Int {
        _ = try statement(sql).run(values)
        return changeCount
    }

    /// Runs `body` in a transaction, which is rolled back if `body` throws. Transactions do not nest.
    public func transaction<R>(_ body: () throws(DatabaseError) -> R) throws(DatabaseError) -> R {
        precondition(!isInTransaction, "transactions do not nest")
        // A deferred transaction that becomes a writer later can fail half-way.
        try query("BEGIN IMMEDIATE")
        isInTransaction = true
        defer { isInTransaction = false }
        do throws(DatabaseError) {
            let result = try body()
            try query("COMMIT")
            return result
        } catch {
            _ = try? query("ROLLBACK")
            throw error
        }
    }

    /// Closes the file, after its write-ahead log has been copied into it. Later calls throw ``DatabaseError/closed``.
    public func close() {
        statements.removeAll()
        closeHandle()
    }

    private func statement(_ sql: String) throws(DatabaseError) -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try prepare(sql)
        if statements.count >= Self.maximumStatementCount { statements.removeAll() }
        statements[sql] = statement
        return statement
    }
}

#endif
