#if Service

internal import CSQLite

extension DatabaseFile {
    /// Copies all pages of a database as they are at one moment, and leaves one file: without a write-ahead log.
    static func copyPages(of source: String, to destination: String) throws(DatabaseError) {
        // A connection that may write removes the companions of the file when it is the last one; one that only reads leaves them.
        let from = try Handle(source, SQLITE_OPEN_READWRITE)
        let to = try Handle(destination, SQLITE_OPEN_READWRITE)
        // In one step: what others write meanwhile would begin the copy again.
        guard let backup = unsafe sqlite3_backup_init(to.pointer, "main", from.pointer, "main") else {
            throw unsafe DatabaseError(sqlite3_extended_errcode(to.pointer), on: to.pointer, sql: "COPY")
        }
        let code = unsafe sqlite3_backup_step(backup, -1)
        unsafe sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw failure(code, source, to) }
        let closed = unsafe sqlite3_exec(to.pointer, "PRAGMA journal_mode = DELETE", nil, nil, nil)
        guard closed == SQLITE_OK else { throw unsafe DatabaseError(closed, on: to.pointer, sql: "COPY") }
    }

    private static func failure(_ code: Int32, _ source: String, _ to: Handle) -> DatabaseError {
        switch code & 0xFF {
        case SQLITE_NOTADB, SQLITE_CORRUPT:
            .cannotOpen(location: source, reason: unsafe DatabaseError.message(code, on: to.pointer))
        default: unsafe DatabaseError(code, on: to.pointer, sql: "COPY")
        }
    }

    /// A connection as SQLite opens it, without settings that would change the file.
    @safe private final class Handle {
        private(set) var pointer: OpaquePointer?

        init(_ path: String, _ access: Int32) throws(DatabaseError) {
            let name = path.hasPrefix("/") ? path : "./" + path
            let code = unsafe sqlite3_open_v2(name, &pointer, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
            guard code == SQLITE_OK else {
                throw .cannotOpen(location: path, reason: unsafe DatabaseError.message(code, on: pointer))
            }
            unsafe sqlite3_busy_timeout(pointer, 5000)
        }

        deinit { unsafe sqlite3_close_v2(pointer) }
    }
}

#endif
