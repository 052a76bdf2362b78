#if PostgreSQL

internal import CPostgreSQL

extension PostgreSQLResult {
    var isPipelineEnd: Bool { unsafe PQresultStatus(handle) == PGRES_PIPELINE_SYNC }

    /// Whether the command was not run, because one before it has failed.
    var isSkipped: Bool { unsafe PQresultStatus(handle) == PGRES_PIPELINE_ABORTED }

    var isError: Bool { unsafe PQresultStatus(handle) == PGRES_FATAL_ERROR }

    /// What the command did, such as `INSERT 0 1`.
    var tag: String { unsafe String(cString: PQcmdStatus(handle)) }

    /// The server's word for the kind of error, which does not depend on its language.
    var severity: String { field("V") }

    var state: String { field("C") }

    var message: String { field("M") }

    /// The function of the server that has refused the command.
    var routine: String { field("R") }

    /// How many rows the command has inserted, updated or deleted.
    var changeCount: Int {
        tag.hasPrefix("SELECT") ? 0 : unsafe Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    /// Returns the description of a prepared statement.
    func statement(name: String) -> PreparedStatement {
        let columns = unsafe 0..<PQnfields(handle)
        return PreparedStatement(
            name: name, parameterTypes: unsafe (0..<PQnparams(handle)).map { unsafe PQparamtype(handle, $0) },
            columns: columns.map { unsafe String(cString: PQfname(handle, $0)) },
            columnTypes: columns.map { unsafe PQftype(handle, $0) })
    }

    /// Returns the rows of a prepared statement, copied.
    func rows(_ statement: PreparedStatement) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        for row in unsafe 0..<PQntuples(handle) {
            var values: [DatabaseValue] = []
            values.reserveCapacity(statement.columns.count)
            for (column, type) in statement.columnTypes.enumerated() {
                guard let value = value(row, Int32(column), type) else {
                    throw .unexpectedColumn(name: statement.columns[column])
                }
                values.append(value)
            }
            rows.append(Row(columns: statement.columns, values: values))
        }
        return rows
    }

    func free() { unsafe PQclear(handle) }

    private func value(_ row: Int32, _ column: Int32, _ type: UInt32) -> DatabaseValue? {
        if unsafe PQgetisnull(handle, row, column) == 1 { return .null }
        let bytes = unsafe UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
        return PostgreSQLType(rawValue: type).flatMap { unsafe BinaryValue(bytes: Array(bytes)).value($0) }
    }

    private func field(_ code: Unicode.Scalar) -> String {
        unsafe PQresultErrorField(handle, Int32(code.value)).map { unsafe String(cString: $0) } ?? ""
    }
}

#endif
