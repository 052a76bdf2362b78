#if Service

/// What a database has done since it was opened.
public struct DatabaseStatistics: Sendable, Hashable {
    /// Calls that wait for their turn now.
    public var waiting = 0
    /// Transactions of ``Database/write(_:)`` that were committed.
    public var transactions = 0
    /// Commits of these transactions. SQLite commits many at once.
    public var commits = 0
    /// How often a transaction was run again, because it had lost a race or its connection.
    public var repetitions = 0
    /// Connections made to a server.
    public var connections = 0
}

#endif
