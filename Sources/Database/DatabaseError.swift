#if Service

/// An error of the database.
///
/// Errors have the SQL text and the engine's message, never the bound values, which may be secrets.
@nonexhaustive public enum DatabaseError: Error, Sendable, Hashable {
    /// The file cannot be opened or created, or is not a database. Correct the path or its permissions.
    case cannotOpen(path: String, reason: String)
    /// A newer program has changed this database. Run that program, or restore a backup.
    case schemaTooNew(found: Int64, supported: Int64)
    /// A constraint (unique, foreign key, not null, check) refused the change. Nothing was changed.
    case constraintViolated(sql: String, message: String)
    /// Another process had the database locked for longer than the busy timeout. Try again later.
    case busy(sql: String)
    /// The statement cannot be prepared or run.
    case statementFailed(sql: String, message: String, code: Int32)
    /// The number of values is not that of the statement's parameters. A programming error.
    case parameterMismatch(sql: String)
    /// A column is missing from the row or has another type. A programming error or a damaged database.
    case unexpectedColumn(name: String)
    /// The connection has been closed.
    case closed
    /// The system cannot start a thread for the database.
    case threadUnavailable(reason: String)
}

extension DatabaseError: CustomStringConvertible {
    /// One line for an operator's log.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
        case .schemaTooNew(let found, let supported):
            "the database has schema version \(found), this program knows \(supported): run the newer program"
        case .constraintViolated(let sql, let message): "database constraint: \(message) [\(sql)]"
        case .busy(let sql): "the database is locked by another process [\(sql)]"
        case .statementFailed(let sql, let message, let code): "database error \(code): \(message) [\(sql)]"
        case .parameterMismatch(let sql): "wrong number of values for the statement [\(sql)]"
        case .unexpectedColumn(let name): "unexpected content in database column \(name)"
        case .closed: "the database is closed"
        case .threadUnavailable(let reason): "cannot start the database thread: \(reason)"
        }
    }
}

#endif
