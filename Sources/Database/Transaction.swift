#if Service

/// A transaction, inside a closure of ``Database/write(_:)``.
public final class Transaction: Connection {
    /// The most bytes of a notification.
    public static let maximumNotificationBytes = 7_900

    private(set) var notifications: [String] = []
    private(set) var isRolledBack = false
    private(set) var isCommitted = false

    /// Runs a statement that changes rows, and returns how many it changed.
    @discardableResult
    public func execute(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> Int {
        try run(sql, values).changeCount
    }

    /// Notifies every process that uses this database, once the transaction is committed.
    ///
    /// This process has been notified when ``Database/write(_:)`` returns. On SQLite it is the only one. With PostgreSQL others
    /// hear at once after the commit, unless this process crashes in between: then they learn of it when they look.
    public func notify(_ payload: String) throws(DatabaseError) {
        guard !isCommitted else { throw .closed }
        guard payload.utf8.count <= Self.maximumNotificationBytes, !payload.utf8.contains(0) else {
            throw .unsupportedValue(sql: "NOTIFY")
        }
        if !notifications.contains(payload) { notifications.append(payload) }
    }

    /// Commits what the transaction has done, before the closure returns.
    ///
    /// A server is sent what is enqueued and the commit in one message. Afterwards the closure can read the results of the
    /// enqueued statements, and do nothing else: what it throws then is thrown to the caller, and undoes nothing. If the
    /// transaction has lost a race, that shows here, and the closure is run again.
    public func commit() throws(DatabaseError) {
        guard !isRolledBack else { throw .closed }
        try use { session throws(DatabaseError) in try session.commit() }
        isCommitted = true
        detach()
    }

    /// Undoes everything when the closure has returned; its result is returned all the same, and nobody is notified. What
    /// is committed is not undone.
    public func rollBack() {
        guard !isCommitted else { return }
        isRolledBack = true
        notifications = []
    }
}

#endif
