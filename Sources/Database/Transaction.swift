#if Service

/// A transaction, inside a closure of ``Database/write(_:)``.
public final class Transaction: Connection {
    /// The most bytes of a notification.
    public static let maximumNotificationBytes = 7_900

    private(set) var notifications: [String] = []
    private(set) var isRolledBack = false

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
        guard payload.utf8.count <= Self.maximumNotificationBytes, !payload.utf8.contains(0) else {
            throw .unsupportedValue(sql: "NOTIFY")
        }
        if !notifications.contains(payload) { notifications.append(payload) }
    }

    /// Undoes everything when the closure has returned; its result is returned all the same, and nobody is notified.
    public func rollBack() {
        isRolledBack = true
        notifications = []
    }
}

#endif
