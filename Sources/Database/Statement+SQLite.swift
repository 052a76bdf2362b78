#if Service

internal import CSQLite

/// The one owner of a prepared statement. Lives inside its connection and never leaves it.
@safe final class Statement {
    let sql: String
    private let handle: OpaquePointer
    /// For each parameter of the statement, which of the given values it takes (`$2` takes the second).
    private let parameters: [Int]
    private let columns: [String]

    /// Takes ownership of a prepared handle.
    ///
    /// Parameters are written `$1`, `$2`, …, as PostgreSQL writes them. To SQLite those are mere names, numbered in
    /// order of appearance, so the number is read from the name.
    init?(takingOwnershipOf handle: OpaquePointer, sql: String) {
        unsafe self.handle = handle
        self.sql = sql
        var parameters: [Int] = []
        let parameterCount = unsafe sqlite3_bind_parameter_count(handle)
        for index in 0..<parameterCount {
            let name = unsafe sqlite3_bind_parameter_name(handle, index + 1).map { unsafe String(cString: $0) }
            parameters.append(name.flatMap { Int($0.dropFirst()) } ?? 0)
        }
        self.parameters = parameters
        let columnCount = unsafe sqlite3_column_count(handle)
        columns = (0..<columnCount).map {
            unsafe sqlite3_column_name(handle, $0).map { unsafe String(cString: $0) } ?? ""
        }
        if parameters.contains(where: { $0 < 1 }) { return nil }
    }

    deinit {
        unsafe sqlite3_finalize(handle)
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
            case SQLITE_ROW: rows.append(row())
            case SQLITE_DONE: return rows
            default: throw unsafe SQLiteResult.error(code, on: sqlite3_db_handle(handle), sql: sql)
            }
        }
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

    private func row() -> Row {
        Row(columns: columns, values: columns.indices.map { value(at: Int32($0)) })
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

    /// `sqlite3_column_blob` first, then the length: the order that SQLite's documentation demands.
    private func bytes(at index: Int32) -> [UInt8] {
        let start = unsafe sqlite3_column_blob(handle, index)
        let count = unsafe Int(sqlite3_column_bytes(handle, index))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    private func check(_ code: Int32) throws(DatabaseError) {
        guard code == SQLITE_OK else {
            throw unsafe SQLiteResult.error(code, on: sqlite3_db_handle(handle), sql: sql)
        }
    }
}

#endif
