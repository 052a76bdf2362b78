#if Service

/// A prepared statement, which stays inside its connection.
@safe final class SQLiteStatement {
    let sql: String

    /// The `sqlite3_stmt`.
    let handle: OpaquePointer

    /// For each of SQLite's parameters, the position of its value, from 1: `$2` takes the second value.
    let parameters: [Int]

    /// The names of the columns, and how often SQLite had prepared the statement anew when they were read.
    var columns: (names: [String], preparation: Int32) = ([], -1)

    init(owning handle: OpaquePointer, sql: String, parameters: [Int]) {
        unsafe self.handle = handle
        self.sql = sql
        self.parameters = parameters
    }

    deinit { unsafe Self.finalize(handle) }
}

#endif
