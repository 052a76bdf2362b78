#if PostgreSQL

internal import Platform

/// Sends the notifications of committed transactions to other processes, on a connection of its own.
///
/// Not in the transactions themselves: the server lets one transaction with a notification commit after another, each for
/// the time of a disk's flush. Here many are sent at once, and wait for no disk. The price: if this process or the server
/// crashes between a commit and its notification, other processes learn of the change only when they look.
final class PostgreSQLAnnouncer {
    private static let maximumBatch = 500
    /// As many as a crowd of waiters has; beyond, others are told to look for themselves.
    private static let maximumWaiting = 50_000

    private let pool: PostgreSQLPool
    private var connection: PostgreSQLConnection?
    private var backoff = Backoff(from: .milliseconds(20), to: .seconds(1))

    init(_ pool: PostgreSQLPool) {
        self.pool = pool
    }

    /// Sends what ``PostgreSQLPool/announce(_:)`` has queued, until no thread is left that could queue more.
    func run() {
        while let batch = next() {
            let end = ContinuousClock.now + pool.options.announcementInterval
            while !send(batch) {
                // Whoever closes the database does not wait for a server that is away.
                if pool.isStopping { return }
                pool.pause(backoff.pause())
            }
            // A message wakes up a process of the server and a thread of every node, for one notification as for many.
            pool.pause(max(.zero, end - .now))
        }
        connection?.closeHandle()
    }

    /// Waits for notifications; returns `nil` when there will be none.
    private func next() -> [String]? {
        pool.announcements.wait { state in
            if state.payloads.isEmpty { return state.isClosed ? .some(nil) : nil }
            let batch = Array(state.payloads.prefix(Self.maximumBatch))
            state.payloads.removeFirst(batch.count)
            return batch
        } ?? nil
    }

    /// Sends a batch; returns whether that went well. One that is sent twice wakes somebody for nothing.
    private func send(_ batch: [String]) -> Bool {
        do throws(DatabaseError) {
            let connection = try connected()
            connection.deadline = .now + pool.options.timeout
            try connection.notify(batch)
            backoff.reset()
            return true
        } catch {
            if connection?.isSilent == true { pool.noteSilence() }
            connection = nil
            return false
        }
    }

    private func connected() throws(DatabaseError) -> PostgreSQLConnection {
        if let connection, connection.isUsable(), !pool.isSuspect(connection) || pool.isAnswering(connection) {
            return connection
        }
        let made = try pool.connect(deadline: .now + pool.options.timeout)
        try made.send("SET synchronous_commit = off")
        connection = made
        return made
    }
}

extension PostgreSQLAnnouncer {
    /// Notifications that are to be sent.
    struct Queue {
        var payloads: [String] = []
        var isClosed = false

        /// Adds notifications. If there are too many, one that says so takes their place.
        mutating func add(_ new: [String]) {
            if payloads.count + new.count > PostgreSQLAnnouncer.maximumWaiting {
                payloads = [PostgreSQLPool.lookAgain]
            } else {
                payloads += new
            }
        }
    }
}

#endif
