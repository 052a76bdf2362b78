#if Service

internal import CSQLite

extension SQLiteStatement {
    /// Takes ownership of a prepared statement. Fails if a parameter is not `$1`, `$2` and so on.
    ///
    /// PostgreSQL numbers its parameters by these names. SQLite numbers them in order of appearance.
    convenience init?(owning handle: OpaquePointer, sql: String) {
        let parameters = unsafe (0..<sqlite3_bind_parameter_count(handle)).map { index in
            let name = unsafe sqlite3_bind_parameter_name(handle, index + 1).map { unsafe String(cString: $0) }
            return name.flatMap { Int($0.dropFirst()) } ?? 0
        }
        unsafe self.init(owning: handle, sql: sql, parameters: parameters)
        if parameters.contains(where: { $0 < 1 }) { return nil }
    }

    /// Binds the values, runs the statement to its end, and returns its rows.
    func run(_ values: [DatabaseValue]) throws(DatabaseError) -> [Row] {
        guard (parameters.max() ?? 0) == values.count else { throw .parameterMismatch(sql: sql) }
        defer {
            _ = unsafe sqlite3_reset(handle)
            _ = unsafe sqlite3_clear_bindings(handle)
        }
        for (offset, position) in parameters.enumerated() {
            try check(bind(values[position - 1], at: Int32(offset + 1)))
        }
        var rows: [Row] = []
        while true {
            let code = unsafe sqlite3_step(handle)
            switch code {
            case SQLITE_ROW:
                if rows.isEmpty { readColumns() }
                rows.append(row())
            case SQLITE_DONE: return rows
            default: throw unsafe DatabaseError(code, on: sqlite3_db_handle(handle), sql: sql)
            }
        }
    }

    static func finalize(_ handle: OpaquePointer) {
        unsafe sqlite3_finalize(handle)
    }

    private func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .integer(let integer): unsafe sqlite3_bind_int64(handle, index, integer)
        case .double(let double): unsafe sqlite3_bind_double(handle, index, double)
        case .text(let text): unsafe csqlite_bind_text(handle, index, text.utf8.span)
        case .blob(let bytes): unsafe csqlite_bind_blob(handle, index, bytes.span)
        }
    }

    /// Reads the names of the columns, unless they are known: `SELECT *` has others after the table has changed.
    private func readColumns() {
        let preparation = unsafe sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
        guard preparation != columns.preparation else { return }
        let names = unsafe (0..<sqlite3_column_count(handle)).map { index in
            unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? ""
        }
        columns = (names, preparation)
    }

    private func row() -> Row {
        Row(columns: columns.names, values: columns.names.indices.map { value(at: Int32($0)) })
    }

    private func value(at index: Int32) -> DatabaseValue {
        switch unsafe sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: .double(unsafe sqlite3_column_double(handle, index))
        case SQLITE_TEXT: .text(String(decoding: bytes(at: index), as: UTF8.self))
        case SQLITE_BLOB: .blob(bytes(at: index))
        default: .null
        }
    }

    /// Returns the bytes of a column.
    private func bytes(at index: Int32) -> [UInt8] {
        // SQLite's documentation demands this order: the address first, then the length.
        let start = unsafe sqlite3_column_blob(handle, index)
        let count = unsafe Int(sqlite3_column_bytes(handle, index))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    private func check(_ code: Int32) throws(DatabaseError) {
        guard code == SQLITE_OK else {
            throw unsafe DatabaseError(code, on: sqlite3_db_handle(handle), sql: sql)
        }
    }
}

#endif
