#if PostgreSQL

/// A connection to a PostgreSQL server.
///
/// Prepared statements are cached by their text. A transaction begins together with its first statement, in one message.
@safe final class PostgreSQLConnection: Session {
    private static let maximumStatementCount = 256

    /// The `PGconn`; `nil` once the connection is closed.
    var handle: OpaquePointer?

    let parameters: ConnectionParameters

    /// When statements fail that have not been answered. The connection is of no use then.
    var deadline: ContinuousClock.Instant

    /// Whether the connection cannot be used any more.
    var isBroken = false

    /// Whether a plan was made useless by a change of a table.
    var hasStalePlan = false

    private var statements: [String: PreparedStatement] = [:]
    private var lastNumber = 0
    private var pending: [PostgreSQLCommand] = []
    /// Whether the server has statements that are prepared for nothing.
    private var isForgetting = false

    /// Connects.
    ///
    /// - Throws: ``DatabaseError/unavailable(reason:)``.
    init(
        _ parameters: ConnectionParameters, _ options: DatabaseOptions, deadline: ContinuousClock.Instant
    ) throws(DatabaseError) {
        self.parameters = parameters
        self.deadline = deadline
        do throws(DatabaseError) {
            try open(until: min(deadline, .now + (parameters.connectTimeout ?? options.connectTimeout)))
            try configure(options)
        } catch {
            closeHandle()
            throw error
        }
    }

    deinit { closeHandle() }

    /// Begins a transaction, together with its first statement.
    func begin(_ sql: String) {
        pending.append(.run(sql: sql))
    }

    func run(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> StatementResult {
        let statement: PreparedStatement
        if let known = statements[sql] {
            statement = known
        } else {
            statement = try prepare(sql)
        }
        guard let buffer = ParameterBuffer(values, types: statement.parameterTypes) else {
            throw .parameterMismatch(sql: sql)
        }
        let result = try send([.execute(statement, sql: sql, buffer)])
        return StatementResult(rows: try result.rows(statement), changeCount: result.changeCount)
    }

    /// Sends notifications to other connections, in a transaction of their own.
    func notify(_ payloads: [String]) throws(DatabaseError) {
        let commands = payloads.map { payload in
            var buffer = ParameterBuffer()
            buffer.append(Dialect.postgreSQLChannel)
            buffer.append(payload)
            return PostgreSQLCommand.run(sql: "SELECT pg_notify($1, $2)", buffer)
        }
        _ = try send([.run(sql: "BEGIN")] + commands + [.run(sql: "COMMIT")])
    }

    /// Commits the transaction.
    func commit() throws(DatabaseError) {
        // A transaction without a statement was never begun.
        if isBeginPending { return pending.removeLast(1) }
        let result: PostgreSQLResult
        do throws(DatabaseError) {
            result = try send([.run(sql: "COMMIT")])
        } catch {
            switch error {
            case .connectionLost(_, let reason): throw .connectionLost(outcomeUnknown: true, reason: reason)
            case .deadlineExceeded where isBroken:
                throw .connectionLost(outcomeUnknown: true, reason: "no answer in time")
            default: throw error
            }
        }
        guard result.tag == "COMMIT" else { throw .serializationFailed(sql: "COMMIT") }
    }

    /// Undoes the transaction if there is one. If that fails the connection is broken.
    func rollBack() {
        if isBeginPending { return pending.removeLast(1) }
        guard !isBroken, isInTransaction else { return }
        do throws(DatabaseError) {
            _ = try exchange([.run(sql: "ROLLBACK")])
        } catch {
            isBroken = true
        }
    }

    /// Sends a command without parameters.
    func send(_ sql: String) throws(DatabaseError) {
        _ = try send([.run(sql: sql)])
    }

    private var isBeginPending: Bool {
        if case .run(let sql, _)? = pending.last { sql.hasPrefix("BEGIN") } else { false }
    }

    private func prepare(_ sql: String) throws(DatabaseError) -> PreparedStatement {
        if statements.count >= Self.maximumStatementCount { forgetStatements() }
        lastNumber += 1
        let name = "s\(lastNumber)"
        let statement = try send([.prepare(name: name, sql: sql), .describe(name: name, sql: sql)])
            .statement(name: name)
        statements[sql] = statement
        return statement
    }

    /// Sends commands after those that are pending; returns the result of the last.
    private func send(_ commands: [PostgreSQLCommand]) throws(DatabaseError) -> PostgreSQLResult {
        let all = pending + commands
        pending = []
        do throws(DatabaseError) {
            // By itself: a transaction begins with nothing before it.
            if isForgetting { _ = try exchange([.run(sql: "DEALLOCATE ALL")]) }
            isForgetting = false
            return try exchange(all)
        } catch {
            // The plans of others may be useless too.
            if hasStalePlan { forgetStatements() }
            throw error
        }
    }

    private func forgetStatements() {
        hasStalePlan = false
        statements = [:]
        isForgetting = true
    }
}

#endif
