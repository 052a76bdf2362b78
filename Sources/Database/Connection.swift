#if Service

/// What runs statements, inside a closure of ``Database/read(_:)``.
///
/// Valid until the closure returns. After a statement has failed, the others fail with the same error: PostgreSQL cannot
/// go on, so SQLite does not either.
public class Connection {
    /// `nil` when nothing can be run any more.
    private var session: (any Session)?
    private(set) var failure: DatabaseError?
    private var isEnded = false

    init(_ session: any Session) {
        self.session = session
    }

    /// Runs a statement and returns its rows.
    ///
    /// - Parameters:
    ///   - sql: One statement, with the parameters `$1`, `$2` and so on. Prepared once, so its text should be constant.
    ///   - values: The values of `$1`, `$2` and so on.
    @discardableResult
    public func query(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> [Row] {
        try run(sql, values).rows
    }

    /// Runs a statement before the next one whose result is asked for, or before the commit.
    ///
    /// A server is then sent both in one message. Until then the statement may not have failed yet: an error is thrown by
    /// the call that sends it.
    @discardableResult
    public func enqueue(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> EnqueuedStatement {
        let slot = try use { session throws(DatabaseError) in
            guard values.allSatisfy(\.isStorable) else { throw .unsupportedValue(sql: sql) }
            return try session.enqueue(sql, values)
        }
        return EnqueuedStatement(self, slot)
    }

    func run(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> StatementResult {
        try use { session throws(DatabaseError) in
            guard values.allSatisfy(\.isStorable) else { throw .unsupportedValue(sql: sql) }
            return try session.run(sql, values)
        }
    }

    /// Returns the result of an enqueued statement, which is also at hand after the commit.
    func result(_ slot: ResultSlot) throws(DatabaseError) -> StatementResult {
        if let failure { throw failure }
        guard !isEnded else { throw .closed }
        if slot.result == nil { try use { session throws(DatabaseError) in try session.sendEnqueued() } }
        guard let result = slot.result else { throw .closed }
        do throws(DatabaseError) {
            return try result.get()
        } catch {
            failure = error
            throw error
        }
    }

    /// Calls `body` with the session. Its error fails whatever comes later, too.
    func use<Value>(
        _ body: (any Session) throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value {
        if let failure { throw failure }
        guard let session else { throw .closed }
        do throws(DatabaseError) {
            return try body(session)
        } catch {
            failure = error
            throw error
        }
    }

    /// Runs nothing any more.
    func detach() { session = nil }

    /// Ends the use of the connection; throws if a statement has failed, even if the closure has caught that.
    func end() throws(DatabaseError) {
        isEnded = true
        detach()
        if let failure { throw failure }
    }
}

@available(*, unavailable) extension Connection: Sendable {}

#endif
