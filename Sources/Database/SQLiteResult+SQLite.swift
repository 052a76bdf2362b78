#if Service

internal import CSQLite

/// Turns SQLite's result codes into ``DatabaseError``.
enum SQLiteResult {
    /// The error for a failed call. The message is the engine's, which names tables and columns, never values.
    static func error(_ code: Int32, on connection: OpaquePointer?, sql: String) -> DatabaseError {
        let message = unsafe message(code, on: connection)
        return switch code & 0xFF {
        case SQLITE_CONSTRAINT: .constraintViolated(sql: sql, message: message)
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(sql: sql)
        default: .statementFailed(sql: sql, message: message, code: code)
        }
    }

    /// The engine's own words for the last failure on a connection.
    static func message(_ code: Int32, on connection: OpaquePointer?) -> String {
        let text = unsafe connection == nil ? sqlite3_errstr(code) : sqlite3_errmsg(connection)
        return unsafe text.map { unsafe String(cString: $0) } ?? "result code \(code)"
    }
}

#endif
