#if Service

internal import CSQLite

extension Connection {
    /// The number of rows that the last statement has changed.
    var changeCount: Int { unsafe Int(sqlite3_changes64(handle)) }

    func open(_ path: String) throws(DatabaseError) {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK else {
            throw .cannotOpen(path: path, reason: unsafe DatabaseError.message(code, on: handle))
        }
        do throws(DatabaseError) {
            try configure()
        } catch {
            throw .cannotOpen(path: path, reason: Self.reason(of: error))
        }
    }

    func prepare(_ sql: String) throws(DatabaseError) -> Statement {
        guard unsafe handle != nil else { throw .closed }
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, on: handle, sql: sql) }
        guard let owned = unsafe prepared, let statement = unsafe Statement(owning: owned, sql: sql) else {
            throw .parameterMismatch(sql: sql)
        }
        return statement
    }

    func closeHandle() {
        unsafe sqlite3_close_v2(handle)
        unsafe handle = nil
    }

    private func configure() throws(DatabaseError) {
        unsafe sqlite3_busy_timeout(handle, 5_000)
        for pragma in ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"] {
            _ = try prepare("PRAGMA \(pragma)").run([])
        }
        // SQLite finds out that a file is not a database when it reads the schema.
        _ = try prepare("SELECT count(*) FROM sqlite_master").run([])
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
