#if Service

/// What runs statements, inside a closure of ``Database/read(_:)``.
///
/// Valid until the closure returns. After a statement has failed, the others fail with the same error: PostgreSQL cannot
/// go on, so SQLite does not either.
public class Connection {
    private var session: (any Session)?
    private(set) var failure: DatabaseError?

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

    func run(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> StatementResult {
        if let failure { throw failure }
        guard let session else { throw .closed }
        do throws(DatabaseError) {
            guard values.allSatisfy(\.isStorable) else { throw .unsupportedValue(sql: sql) }
            return try session.run(sql, values)
        } catch {
            failure = error
            throw error
        }
    }

    /// Ends the use of the connection; throws if a statement has failed, even if the closure has caught that.
    func end() throws(DatabaseError) {
        session = nil
        if let failure { throw failure }
    }
}

@available(*, unavailable) extension Connection: Sendable {}

#endif
