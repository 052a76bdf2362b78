#if Service

/// A connection to an engine, used by one thread at a time.
protocol Session: AnyObject {
    func run(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> StatementResult
    /// Runs a statement with the next one that is run, or with the commit.
    func enqueue(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> ResultSlot
    /// Runs what is enqueued.
    func sendEnqueued() throws(DatabaseError)
    /// Commits the transaction, together with what is enqueued. Where transactions share a commit, that comes later.
    func commit() throws(DatabaseError)
}

extension Session {
    func run(_ sql: String) throws(DatabaseError) {
        _ = try run(sql, [])
    }
}

/// The result of one statement.
struct StatementResult {
    var rows: [Row] = []
    /// How many rows the statement has inserted, updated or deleted.
    var changeCount = 0
}

#endif
