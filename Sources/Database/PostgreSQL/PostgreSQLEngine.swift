#if PostgreSQL

internal import Platform

/// A database on a PostgreSQL server: threads with a connection each, and one that listens.
final class PostgreSQLEngine: Engine {
    let ended: Event
    /// Occurs when no thread runs a transaction any more.
    private let workersEnded: Event
    private let pool: PostgreSQLPool
    private let wakeUp: WakeUpPipe

    init(
        _ location: DatabaseLocation, _ options: DatabaseOptions, _ migrations: [Migration],
        _ onNotification: (@Sendable (DatabaseNotification) -> Void)?
    ) throws(DatabaseError) {
        guard case .postgreSQL(let url) = location.kind else { preconditionFailure("a URL of a server") }
        let pool = try PostgreSQLPool(location, url: url, options, onNotification ?? { _ in })
        self.pool = pool
        wakeUp = try WakeUpPipe()
        let count = max(1, options.connectionCount)
        workersEnded = Event(threads: count)
        ended = Event(threads: count + (onNotification == nil ? 1 : 2))
        let first = try pool.connectFirst()
        // Another process may migrate for long, and a large table takes its time.
        first.deadline = .now + .seconds(3600)
        try first.migrate(migrations, .postgreSQL)
        first.closeHandle()
        do {
            if onNotification != nil { try startListener(try PostgreSQLListener(pool, wakeUp: wakeUp)) }
            for _ in 0..<count { try startWorker() }
            try startAnnouncer()
        } catch {
            close()
            throw error
        }
    }

    func submit(_ call: Call) { pool.queue.submit(call) }

    func cancel(_ number: UInt64) { pool.queue.cancel(number) }

    func close() {
        pool.queue.close()
        pool.stop.withLock { $0 = true }
        pool.stop.broadcast()
        wakeUp.signal()
    }

    var statistics: DatabaseStatistics {
        var statistics = pool.counters.values
        statistics.waiting = pool.queue.count
        return statistics
    }

    private func startWorker() throws(DatabaseError) {
        let (pool, ended, workersEnded) = (pool, ended, workersEnded)
        try start {
            PostgreSQLWorker(pool).run()
            if workersEnded.threadEnded() { pool.endAnnouncements() }
            ended.threadEnded()
        }
    }

    private func startAnnouncer() throws(DatabaseError) {
        let (pool, ended) = (pool, ended)
        try start {
            PostgreSQLAnnouncer(pool).run()
            ended.threadEnded()
        }
    }

    private func startListener(_ listener: sending PostgreSQLListener) throws(DatabaseError) {
        let ended = ended
        try start {
            listener.run()
            ended.threadEnded()
        }
    }

    private func start(_ body: sending @escaping () -> Void) throws(DatabaseError) {
        do throws(SystemError) {
            try startDetachedThread(body)
        } catch {
            throw .threadUnavailable(reason: error.description)
        }
    }
}

#endif
