#if Service

/// An open SQLite database.
///
/// Prepared statements are cached by their text.
@safe final class SQLiteConnection: Session, @unchecked Sendable {
    // Sendable because one thread at a time uses it: the one that opens it hands it to the one that serves it.
    private static let maximumStatementCount = 256

    /// The `sqlite3`; `nil` once the connection is closed.
    var handle: OpaquePointer?

    private let isReadOnly: Bool
    private var statements = StatementCache<SQLiteStatement>()

    /// Opens a file, which exists, or `:memory:`.
    init(_ path: String, isReadOnly: Bool, timeout: Duration) throws(DatabaseError) {
        self.isReadOnly = isReadOnly
        try open(path, isReadOnly: isReadOnly, timeout: timeout)
    }

    deinit { close() }

    func run(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> StatementResult {
        let before = totalChangeCount
        let rows = try statement(sql).run(values)
        // SQLite keeps the count of the last statement that could change rows.
        return StatementResult(rows: rows, changeCount: totalChangeCount == before ? 0 : changeCount)
    }

    /// Runs a statement at once: there is no way to a server to be saved.
    func enqueue(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> ResultSlot {
        ResultSlot(try run(sql, values))
    }

    func sendEnqueued() {}

    /// Leaves it to the writer, which commits many transactions at once.
    func commit() {}

    /// Runs a call that reads.
    func serve(_ call: Call) {
        let connection = Connection(self)
        do throws(DatabaseError) {
            let completion: Call.Completion
            switch call.work {
            case .query(let body): completion = try reading { () throws(DatabaseError) in try body(connection) }
            case .read(let body):
                completion = try reading { () throws(DatabaseError) in
                    try run(Dialect.sqlite.beginRead)
                    return try body(connection)
                }
            case .write: preconditionFailure("a reader does not write")
            }
            try connection.end()
            completion()
        } catch {
            try? connection.end()
            call.fail(error)
        }
    }

    /// Closes the file. The last connection copies the write-ahead log into it.
    func close() {
        statements.removeAll()
        closeHandle()
    }

    /// Runs `body` without the right to write, and ends its transaction.
    private func reading<R>(_ body: () throws(DatabaseError) -> R) throws(DatabaseError) -> R {
        if !isReadOnly { try run("PRAGMA query_only = ON") }
        defer {
            if isInTransaction { try? run("COMMIT") }
            if !isReadOnly { try? run("PRAGMA query_only = OFF") }
        }
        return try body()
    }

    private func statement(_ sql: String) throws(DatabaseError) -> SQLiteStatement {
        if let statement = statements.statement(sql) { return statement }
        let statement = try prepare(sql)
        if statements.count >= Self.maximumStatementCount { statements.removeAll() }
        statements.insert(statement, sql)
        return statement
    }
}

#endif
