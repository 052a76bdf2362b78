#if PostgreSQL

/// A command that is sent together with the next one.
struct PendingCommand {
    var command: PostgreSQLCommand
    /// The statement that it executes for somebody who may ask for the result.
    var statement: PreparedStatement?
    var slot: ResultSlot?

    /// Hands over the result.
    func fill(_ result: PostgreSQLResult) {
        guard let statement, let slot else { return }
        slot.result = Result { () throws(DatabaseError) in
            StatementResult(try result.rows(statement), result)
        }
    }
}

extension StatementResult {
    init(_ rows: [Row], _ result: PostgreSQLResult) {
        self.init(rows: rows, changeCount: result.changeCount)
    }
}

#endif
