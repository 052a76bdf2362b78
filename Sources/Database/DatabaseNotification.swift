#if Service

/// What waiters learn from a database.
public enum DatabaseNotification: Sendable, Hashable {
    /// A transaction has said this, and is committed.
    case payload(String)
    /// Notifications may have been missed: whoever waits for one looks at the database again.
    case connectionRestored
}

#endif
