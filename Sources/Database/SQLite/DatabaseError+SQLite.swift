#if Service

internal import CSQLite

extension DatabaseError {
    /// Creates the error of a failed call, with the engine's message, which names tables and columns, never values.
    init(_ code: Int32, on connection: OpaquePointer?, sql: String) {
        let message = unsafe Self.message(code, on: connection)
        self =
            switch code & 0xFF {
            case SQLITE_CONSTRAINT: .constraintViolated(sql: sql, message: message)
            case SQLITE_BUSY, SQLITE_LOCKED: .busy(sql: sql)
            case SQLITE_READONLY: .readOnly(sql: sql)
            case SQLITE_FULL: .diskFull(sql: sql)
            case SQLITE_IOERR: .storageFailed(sql: sql, message: "\(message) (\(code))")
            default: .statementFailed(sql: sql, message: message, code: "\(code)")
            }
    }

    /// Returns the engine's message for the last failure on a connection.
    static func message(_ code: Int32, on connection: OpaquePointer?) -> String {
        let text = unsafe connection == nil ? sqlite3_errstr(code) : sqlite3_errmsg(connection)
        return unsafe text.map { unsafe String(cString: $0) } ?? "result code \(code)"
    }
}

#endif
