#if PostgreSQL

/// What is sent to a server, many at a time.
enum PostgreSQLCommand {
    case run(sql: String, ParameterBuffer = ParameterBuffer())
    case prepare(name: String, sql: String)
    case describe(name: String, sql: String)
    case execute(PreparedStatement, sql: String, ParameterBuffer)

    /// The text for errors.
    var sql: String {
        switch self {
        case .run(let sql, _), .prepare(_, let sql), .describe(_, let sql), .execute(_, let sql, _): sql
        }
    }
}

#endif
