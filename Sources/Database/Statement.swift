#if Service

/// A prepared statement, which stays inside its connection.
@safe final class Statement {
    let sql: String

    /// The `sqlite3_stmt`.
    let handle: OpaquePointer

    /// For each of SQLite's parameters, the position of its value, from 1: `$2` takes the second value.
    let parameters: [Int]

    let columns: [String]

    init(owning handle: OpaquePointer, sql: String, parameters: [Int], columns: [String]) {
        unsafe self.handle = handle
        self.sql = sql
        self.parameters = parameters
        self.columns = columns
    }

    deinit { unsafe Self.finalize(handle) }
}

#endif
