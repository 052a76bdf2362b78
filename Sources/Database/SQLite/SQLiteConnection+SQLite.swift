#if Service

internal import CSQLite

extension SQLiteConnection {
    /// The number of rows that the last statement that could change rows has changed.
    var changeCount: Int { unsafe Int(sqlite3_changes64(handle)) }

    /// The number of rows that have been changed since the database was opened.
    var totalChangeCount: Int64 { unsafe sqlite3_total_changes64(handle) }

    var isInTransaction: Bool { unsafe handle != nil && sqlite3_get_autocommit(handle) == 0 }

    func open(_ path: String, isReadOnly: Bool, timeout: Duration) throws(DatabaseError) {
        let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        // A relative path that looks like a URL or like `:memory:` is none.
        let name = path == ":memory:" || path.hasPrefix("/") ? path : "./" + path
        let code = unsafe sqlite3_open_v2(name, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK else {
            throw .cannotOpen(location: path, reason: unsafe DatabaseError.message(code, on: handle))
        }
        // SQLite opens a file that it may not write for reading only.
        if !isReadOnly, unsafe sqlite3_db_readonly(handle, "main") == 1 {
            throw .cannotOpen(location: path, reason: "the file cannot be written")
        }
        do throws(DatabaseError) {
            try configure(isReadOnly: isReadOnly, timeout: timeout)
        } catch {
            throw .cannotOpen(location: path, reason: Self.reason(of: error))
        }
    }

    func prepare(_ sql: String) throws(DatabaseError) -> SQLiteStatement {
        guard unsafe handle != nil else { throw .closed }
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, on: handle, sql: sql) }
        guard let owned = unsafe prepared, let statement = unsafe SQLiteStatement(owning: owned, sql: sql) else {
            throw .parameterMismatch(sql: sql)
        }
        return statement
    }

    func closeHandle() {
        unsafe sqlite3_close_v2(handle)
        unsafe handle = nil
    }

    private func configure(isReadOnly: Bool, timeout: Duration) throws(DatabaseError) {
        let milliseconds = timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000
        unsafe sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
        if !isReadOnly {
            for pragma in ["journal_mode = WAL", "journal_size_limit = 67108864", "synchronous = FULL"] {
                try run("PRAGMA \(pragma)")
            }
        }
        for pragma in ["foreign_keys = ON", "trusted_schema = OFF"] { try run("PRAGMA \(pragma)") }
        // SQLite finds out that a file is not a database when it reads the schema.
        try run("SELECT count(*) FROM sqlite_master")
    }

    private static func reason(of error: DatabaseError) -> String {
        switch error {
        case .statementFailed(_, let message, _), .storageFailed(_, let message): message
        case .busy: "it is locked by another process"
        case .diskFull: "the disk is full"
        default: error.description
        }
    }
}

#endif
