#if Service

/// A statement of a transaction whose result is not needed yet; see ``Connection/enqueue(_:_:)``.
public final class EnqueuedStatement {
    private let connection: Connection
    private let slot: ResultSlot

    init(_ connection: Connection, _ slot: ResultSlot) {
        self.connection = connection
        self.slot = slot
    }

    /// Returns the rows. Sends what is enqueued, if this statement is. Also after ``Transaction/commit()``.
    public func rows() throws(DatabaseError) -> [Row] { try connection.result(slot).rows }

    /// Returns how many rows the statement has changed. Sends what is enqueued, if this statement is. Also after
    /// ``Transaction/commit()``.
    public func changeCount() throws(DatabaseError) -> Int { try connection.result(slot).changeCount }
}

@available(*, unavailable) extension EnqueuedStatement: Sendable {}

/// Where a session puts the result of an enqueued statement.
final class ResultSlot {
    /// A failure is that of reading the result: the statement itself has succeeded.
    var result: Result<StatementResult, DatabaseError>?

    init(_ result: StatementResult? = nil) {
        self.result = result.map { .success($0) }
    }
}

#endif
