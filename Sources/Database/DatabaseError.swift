#if Service

/// An error of the database.
///
/// Errors have the SQL text and the engine's message, never the bound values, which may be secrets, and no credentials.
@nonexhaustive public enum DatabaseError: Error, Sendable, Hashable {
    /// The database cannot be opened or created. Do what the reason says.
    case cannotOpen(location: String, reason: String)
    /// A newer program has changed this database. Run that program, or restore a backup.
    case schemaTooNew(found: Int64, supported: Int64)
    /// A constraint (unique, foreign key, not null, check) refused the change. Nothing was changed.
    case constraintViolated(sql: String, message: String)
    /// Another process had the database or a row locked for too long. Try again later.
    case busy(sql: String)
    /// The transaction lost against others each time it was run. Try again later.
    case serializationFailed(sql: String)
    /// More calls are waiting than the database can serve in time. Try again later.
    case overloaded(reason: String)
    /// The statement did not end within the timeout. Nothing was changed.
    case deadlineExceeded(sql: String)
    /// The server cannot be reached or refuses connections. Try again later.
    case unavailable(reason: String)
    /// The connection was lost. If the outcome is unknown, the transaction may have been committed; else nothing was
    /// changed.
    case connectionLost(outcomeUnknown: Bool, reason: String)
    /// The database cannot be written, or a read tried to.
    case readOnly(sql: String)
    /// The disk is full. Nothing was changed.
    case diskFull(sql: String)
    /// The disk failed. See the message.
    case storageFailed(sql: String, message: String)
    /// The statement cannot be prepared or run. The code is SQLite's result code or PostgreSQL's SQLSTATE.
    case statementFailed(sql: String, message: String, code: String)
    /// The number or the type of the values is not that of the statement's parameters. A programming error.
    case parameterMismatch(sql: String)
    /// A value cannot be stored: text with U+0000, a number that is NaN, a notification over
    /// ``Transaction/maximumNotificationBytes``.
    case unsupportedValue(sql: String)
    /// A column is missing from the row or has another type. A programming error or a damaged database.
    case unexpectedColumn(name: String)
    /// The task was cancelled before the call had its turn.
    case cancelled
    /// The database has been closed, or the transaction has ended.
    case closed
    /// The system cannot start a thread for the database.
    case threadUnavailable(reason: String)
}

extension DatabaseError {
    /// Whether the same call may succeed later, without a change to the program.
    public var isUnavailability: Bool {
        switch self {
        case .busy, .serializationFailed, .overloaded, .deadlineExceeded, .unavailable, .connectionLost, .readOnly,
            .diskFull, .storageFailed, .cancelled, .closed:
            true
        case .cannotOpen, .schemaTooNew, .constraintViolated, .statementFailed, .parameterMismatch, .unsupportedValue,
            .unexpectedColumn, .threadUnavailable:
            false
        }
    }
}

extension DatabaseError: CustomStringConvertible {
    /// One line for an operator's log.
    public var description: String {
        switch self {
        case .cannotOpen(let location, let reason): "cannot open the database \(location): \(reason)"
        case .schemaTooNew(let found, let supported):
            "the database has schema version \(found), this program knows \(supported): run the newer program"
        case .constraintViolated(let sql, let message): "database constraint: \(message) [\(sql)]"
        case .busy(let sql): "the database is locked by another process [\(sql)]"
        case .serializationFailed(let sql): "the transaction lost against others again and again [\(sql)]"
        case .overloaded(let reason): "the database has too much to do: \(reason)"
        case .deadlineExceeded(let sql): "the database did not answer in time [\(sql)]"
        case .unavailable(let reason): "the database is not available: \(reason)"
        case .connectionLost(let outcomeUnknown, let reason):
            "the connection to the database was lost"
                + (outcomeUnknown ? " during a commit, which may have happened: " : ": ") + reason
        case .readOnly(let sql): "the database is read-only [\(sql)]"
        case .diskFull(let sql): "the disk of the database is full [\(sql)]"
        case .storageFailed(let sql, let message): "the disk of the database failed: \(message) [\(sql)]"
        case .statementFailed(let sql, let message, let code): "database error \(code): \(message) [\(sql)]"
        case .parameterMismatch(let sql): "wrong number or types of values for the statement [\(sql)]"
        case .unsupportedValue(let sql): "a value cannot be stored [\(sql)]"
        case .unexpectedColumn(let name): "unexpected content in database column \(name)"
        case .cancelled: "the call was cancelled"
        case .closed: "the database is closed"
        case .threadUnavailable(let reason): "cannot start the database thread: \(reason)"
        }
    }
}

#endif
