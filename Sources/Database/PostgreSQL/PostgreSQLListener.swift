#if PostgreSQL

internal import Platform

/// Listens for the notifications of other processes, on a connection of its own.
///
/// A server that is silent is asked whether it is there. After the connection was lost, everything that waits is told to
/// look at the database.
final class PostgreSQLListener {
    private let pool: PostgreSQLPool
    private let wakeUp: WakeUpPipe
    private var connection: PostgreSQLConnection?

    /// Begins to listen.
    init(_ pool: PostgreSQLPool, wakeUp: WakeUpPipe) throws(DatabaseError) {
        self.pool = pool
        self.wakeUp = wakeUp
        let first = try pool.connectFirst()
        try first.send("LISTEN \(Dialect.postgreSQLChannel)")
        connection = first
    }

    /// Listens until the database is closed.
    func run() {
        var backoff = Backoff(from: .milliseconds(20), to: .seconds(1))
        while !wakeUp.isSignalled {
            if let connection {
                if !receive(connection) { self.connection = nil }
            } else if reconnect() {
                backoff.reset()
            } else {
                pool.pause(backoff.pause())
            }
        }
        connection?.closeHandle()
    }

    /// Waits for notifications, and delivers them; returns whether the connection is still there.
    private func receive(_ connection: PostgreSQLConnection) -> Bool {
        if !wakeUp.wait(for: connection.socket, atMost: pool.options.heartbeat), !wakeUp.isSignalled {
            connection.deadline = .now + pool.options.heartbeat
            guard (try? connection.send("SELECT 1")) != nil else {
                if connection.isSilent { pool.noteSilence() }
                return false
            }
        }
        let isUsable = connection.isUsable()
        for payload in connection.receivedPayloads() { pool.receive(payload) }
        return isUsable
    }

    private func reconnect() -> Bool {
        do throws(DatabaseError) {
            let made = try pool.connect(deadline: .now + pool.options.timeout)
            try made.send("LISTEN \(Dialect.postgreSQLChannel)")
            connection = made
        } catch {
            return false
        }
        pool.notify(.connectionRestored)
        return true
    }
}

#endif
