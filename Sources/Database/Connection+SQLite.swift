#if Service

internal import CSQLite

/// The one owner of an open SQLite database.
///
/// Not `Sendable` on purpose: whoever opens it confines it. ``DatabaseQueue`` does that for asynchronous code.
/// Statements are prepared once and kept, so SQL text should be constant and values bound.
@safe public final class Connection {
    private var handle: OpaquePointer?
    private var statements: [String: Statement] = [:]
    private var isInTransaction = false

    /// Opens or makes a database. A new file, its `-wal` and its `-shm` are readable by the owner alone.
    ///
    /// - Parameter path: a file, or `:memory:` for a database that ends with the connection.
    /// - Throws: ``DatabaseError/cannotOpen(path:reason:)``.
    public init(path: String) throws(DatabaseError) {
        if path != ":memory:" {
            try PrivateFile.create(path)
        }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        unsafe handle = opened
        guard code == SQLITE_OK else {
            let reason = unsafe SQLiteResult.message(code, on: opened)
            close()
            throw .cannotOpen(path: path, reason: reason)
        }
        do throws(DatabaseError) {
            try configure()
        } catch {
            close()
            throw .cannotOpen(path: path, reason: Self.reason(of: error))
        }
    }

    deinit {
        close()
    }

    /// Runs a statement and returns its rows.
    ///
    /// - Parameters:
    ///   - sql: one statement, parameters written `$1`, `$2`, ….
    ///   - values: the value of `$1`, of `$2`, ….
    @discardableResult
    public func query(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> [Row] {
        try statement(sql).run(values)
    }

    /// Runs a statement that changes rows, and returns how many it changed.
    @discardableResult
    public func execute(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> Int {
        _ = try statement(sql).run(values)
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// Runs the body between `BEGIN` and `COMMIT`; an error rolls everything back. Transactions do not nest.
    public func transaction<R>(_ body: () throws(DatabaseError) -> R) throws(DatabaseError) -> R {
        precondition(!isInTransaction, "transactions do not nest")
        // The write lock is taken at once: a deferred transaction that becomes a writer later can fail half-way.
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

    /// Finalises every statement and closes the file; the write-ahead log is folded into it. Later calls throw.
    public func close() {
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
        unsafe handle = nil
    }
}

extension Connection {
    private func configure() throws(DatabaseError) {
        unsafe sqlite3_busy_timeout(handle, 5_000)
        for pragma in ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"] {
            _ = try prepare("PRAGMA \(pragma)").run([])
        }
        // Reading the schema is what finds out that the file is something else.
        _ = try prepare("SELECT count(*) FROM sqlite_master").run([])
    }

    private func statement(_ sql: String) throws(DatabaseError) -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try prepare(sql)
        if statements.count >= 256 { statements.removeAll() }
        statements[sql] = statement
        return statement
    }

    private func prepare(_ sql: String) throws(DatabaseError) -> Statement {
        guard unsafe handle != nil else { throw .closed }
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard code == SQLITE_OK else { throw unsafe SQLiteResult.error(code, on: handle, sql: sql) }
        guard let owned = unsafe prepared, let statement = unsafe Statement(takingOwnershipOf: owned, sql: sql) else {
            throw .parameterMismatch(sql: sql)
        }
        return statement
    }

    private static func reason(of error: DatabaseError) -> String {
        switch error {
        case .statementFailed(_, let message, _), .constraintViolated(_, let message): message
        case .busy: "it is locked by another process"
        default: error.description
        }
    }
}

#endif
