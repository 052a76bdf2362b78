#if PostgreSQL

/// A connection to a PostgreSQL server.
///
/// Prepared statements are cached by their text, also those that begin and end transactions: parsing them is a good part of
/// what they cost. A transaction begins together with its first statement, in one message.
@safe final class PostgreSQLConnection: Session {
    private static let maximumStatementCount = 256

    /// What begins and ends transactions, and the names under which it is always prepared.
    private static let controlStatements = [
        (name: "begin_read", sql: Dialect.postgreSQL.beginRead),
        (name: "begin_write", sql: Dialect.postgreSQL.beginWrite),
        (name: "commit", sql: "COMMIT"),
    ]

    /// The `PGconn`; `nil` once the connection is closed.
    var handle: OpaquePointer?

    let parameters: ConnectionParameters

    /// When statements fail that have not been answered. The connection is of no use then.
    var deadline: ContinuousClock.Instant

    /// Whether the connection cannot be used any more.
    var isBroken = false

    /// Whether the server has not answered in time.
    var isSilent = false

    /// When the server has last answered.
    var lastAnswer: ContinuousClock.Instant

    /// Whether a plan was made useless by a change of a table.
    var hasStalePlan = false

    private var statements = StatementCache<PreparedStatement>()
    private var lastNumber = 0
    /// What is sent before the next command.
    private var pending: [PendingCommand] = []
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
        lastAnswer = .now
        do throws(DatabaseError) {
            try open(until: min(deadline, .now + (parameters.connectTimeout ?? options.connectTimeout)))
            try configure(options)
            try prepareControlStatements()
        } catch {
            closeHandle()
            throw error
        }
    }

    deinit { closeHandle() }

    /// Begins a transaction, together with its first statement.
    func begin(_ sql: String) {
        pending.append(PendingCommand(command: control(sql)))
    }

    func run(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> StatementResult {
        let (command, statement) = try execution(sql, values)
        let result = try send([command])
        return StatementResult(try result.rows(statement), result)
    }

    func enqueue(_ sql: String, _ values: [DatabaseValue]) throws(DatabaseError) -> ResultSlot {
        let (command, statement) = try execution(sql, values)
        let slot = ResultSlot()
        pending.append(PendingCommand(command: command, statement: statement, slot: slot))
        return slot
    }

    func sendEnqueued() throws(DatabaseError) {
        if !pending.isEmpty { _ = try send([]) }
    }

    /// Sends notifications to other connections: many with one statement, which is a transaction of its own.
    func notify(_ payloads: [String]) throws(DatabaseError) {
        var buffer = ParameterBuffer()
        buffer.append(Dialect.postgreSQLChannel)
        buffer.append(payloads)
        let sql = "SELECT pg_notify($1, payload) FROM unnest(CAST($2 AS TEXT[])) AS payload"
        _ = try send([.execute(try prepared(sql), sql: sql, buffer)])
    }

    /// Commits the transaction.
    func commit() throws(DatabaseError) {
        // A transaction without a statement was never begun.
        if isBeginPending, pending.count == 1 { return pending = [] }
        let result: PostgreSQLResult
        do throws(DatabaseError) {
            result = try send([control("COMMIT")])
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
        let wasBegun = !isBeginPending
        pending = []
        guard wasBegun, !isBroken, isInTransaction else { return }
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

    private var isBeginPending: Bool { pending.first?.command.sql.hasPrefix("BEGIN") ?? false }

    /// Returns the command that executes a statement that begins or ends a transaction.
    private func control(_ sql: String) -> PostgreSQLCommand {
        guard let statement = statements.statement(sql) else { return .run(sql: sql) }
        return .execute(statement, sql: sql, ParameterBuffer())
    }

    private func execution(
        _ sql: String, _ values: [DatabaseValue]
    ) throws(DatabaseError) -> (PostgreSQLCommand, PreparedStatement) {
        let statement = try prepared(sql)
        guard let buffer = ParameterBuffer(values, types: statement.parameterTypes) else {
            throw .parameterMismatch(sql: sql)
        }
        return (.execute(statement, sql: sql, buffer), statement)
    }

    private func prepared(_ sql: String) throws(DatabaseError) -> PreparedStatement {
        if let known = statements.statement(sql) { return known }
        if statements.count >= Self.maximumStatementCount {
            // What is enqueued uses them.
            if pending.contains(where: { $0.slot != nil }) { try sendEnqueued() }
            forgetStatements()
        }
        lastNumber += 1
        let name = "s\(lastNumber)"
        let statement = try send([.prepare(name: name, sql: sql), .describe(name: name, sql: sql)])
            .statement(name: name)
        statements.insert(statement, sql)
        return statement
    }

    /// Sends commands after those that are pending; returns the result of the last.
    private func send(_ commands: [PostgreSQLCommand]) throws(DatabaseError) -> PostgreSQLResult {
        let first = pending
        pending = []
        do throws(DatabaseError) {
            // By itself: a transaction begins with nothing before it.
            if isForgetting { try prepareControlStatements(after: [.run(sql: "DEALLOCATE ALL")]) }
            let results = try exchange(first.map(\.command) + commands)
            for (command, result) in zip(first, results) { command.fill(result) }
            return results[results.count - 1]
        } catch {
            // The plans of others may be useless too.
            if hasStalePlan { forgetStatements() }
            throw error
        }
    }

    private func prepareControlStatements(after commands: [PostgreSQLCommand] = []) throws(DatabaseError) {
        _ = try exchange(commands + Self.controlStatements.map { .prepare(name: $0.name, sql: $0.sql) })
        isForgetting = false
        for (name, sql) in Self.controlStatements {
            statements.insert(PreparedStatement(name: name, parameterTypes: [], columns: [], columnTypes: []), sql)
        }
    }

    private func forgetStatements() {
        hasStalePlan = false
        statements.removeAll()
        isForgetting = true
    }
}

#endif
