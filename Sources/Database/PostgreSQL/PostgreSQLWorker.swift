#if PostgreSQL

/// Serves the calls of a PostgreSQL database on one connection, which is made when a call waits for it.
final class PostgreSQLWorker {
    /// How often a call is run that loses races, and how many connections it may lose.
    private static let maximumRaces = 20
    private static let maximumLosses = 3

    private let pool: PostgreSQLPool
    private var connection: PostgreSQLConnection?
    private var backoff = Backoff(from: .milliseconds(20), to: .seconds(1))

    init(_ pool: PostgreSQLPool) {
        self.pool = pool
    }

    /// Serves the queue until it is closed and empty.
    func run() {
        while pool.queue.waitForCall() {
            if connect() {
                if let call = pool.queue.next(where: { _ in true }) { serve(call) }
            } else if pool.queue.isClosed, let call = pool.queue.next(where: { _ in true }) {
                call.fail(.closed)
            }
        }
        connection?.closeHandle()
    }

    /// Makes a connection unless there is one that can be used. A failure is followed by a pause.
    private func connect() -> Bool {
        if let connection, connection.isUsable() {
            guard pool.isSuspect(connection) else { return true }
            // Another thread may have a connection that answers, or may find out meanwhile that it has none either.
            pool.queue.passOn()
            if pool.isAnswering(connection) { return true }
        }
        connection = nil
        do throws(DatabaseError) {
            connection = try pool.connect(deadline: .now + pool.options.timeout)
            backoff.reset()
            return true
        } catch {
            // Another thread may have a connection, and wait.
            pool.queue.passOn()
            pool.pause(backoff.pause())
            return false
        }
    }

    private func serve(_ call: Call) {
        let deadline = ContinuousClock.now + pool.options.timeout
        var races = Backoff(from: .milliseconds(1), to: .milliseconds(50))
        var (raceCount, lossCount) = (0, 0)
        while true {
            do throws(DatabaseError) {
                let completion = try run(call, deadline)
                return completion()
            } catch {
                if connection?.isSilent == true { pool.noteSilence() }
                connection?.rollBack()
                if connection?.isBroken == true { connection = nil }
                switch error {
                case .serializationFailed: raceCount += 1
                case .connectionLost(outcomeUnknown: false, _): lossCount += 1
                default: return call.fail(error)
                }
                let pause = races.pause()
                guard raceCount < Self.maximumRaces, lossCount < Self.maximumLosses, .now + pause < deadline else {
                    return call.fail(error)
                }
                pool.pause(pause)
                if call.isWrite { pool.counters.update { $0.repetitions += 1 } }
            }
        }
    }

    private func run(_ call: Call, _ deadline: ContinuousClock.Instant) throws(DatabaseError) -> Call.Completion {
        let connection = try connected(deadline)
        connection.deadline = deadline
        switch call.work {
        case .query(let body): return try run(Connection(connection), body)
        case .read(let body):
            connection.begin(Dialect.postgreSQL.beginRead)
            let completion = try run(Connection(connection), body)
            try connection.commit()
            return completion
        case .write(let body):
            connection.begin(Dialect.postgreSQL.beginWrite)
            let transaction = Transaction(connection)
            do throws(DatabaseError) {
                return try write(call, body, transaction, connection)
            } catch {
                // Whoever waits looks at the database, so it does no harm if nothing has happened.
                if case .connectionLost(outcomeUnknown: true, _) = error { pool.announce(transaction.notifications) }
                throw error
            }
        }
    }

    private func write(
        _ call: Call, _ body: (Transaction) throws(DatabaseError) -> Call.Completion, _ transaction: Transaction,
        _ connection: PostgreSQLConnection
    ) throws(DatabaseError) -> Call.Completion {
        let outcome = Result { () throws(DatabaseError) in try run(transaction, body) }
        if !transaction.isCommitted {
            let completion = try outcome.get()
            if transaction.isRolledBack {
                connection.rollBack()
                return completion
            }
            try connection.commit()
        }
        pool.counters.update { statistics in
            statistics.commits += 1
            statistics.transactions += 1
        }
        pool.announce(transaction.notifications)
        switch outcome {
        case .success(let completion): return completion
        // Not thrown: what is committed is not run again.
        case .failure(let error): return { call.fail(error) }
        }
    }

    private func run<C: Connection>(
        _ connection: C, _ body: (C) throws(DatabaseError) -> Call.Completion
    ) throws(DatabaseError) -> Call.Completion {
        defer { try? connection.end() }
        do throws(DatabaseError) {
            let completion = try body(connection)
            try connection.end()
            return completion
        } catch {
            // The body may have thrown another error because of it; the engine's says whether to run it again.
            throw connection.failure ?? error
        }
    }

    /// Returns the connection, or makes one within the time.
    private func connected(_ deadline: ContinuousClock.Instant) throws(DatabaseError) -> PostgreSQLConnection {
        var backoff = Backoff(from: .milliseconds(20), to: .milliseconds(500))
        while true {
            if let connection { return connection }
            do throws(DatabaseError) {
                let made = try pool.connect(deadline: deadline)
                connection = made
                return made
            } catch {
                let pause = backoff.pause()
                guard .now + pause < deadline, !pool.isStopping else { throw error }
                pool.pause(pause)
            }
        }
    }
}

#endif
