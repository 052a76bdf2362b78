#if Service

/// The limits of a database.
public struct DatabaseOptions: Sendable {
    /// The most connections to a PostgreSQL server, besides the one that listens.
    public var connectionCount = 8
    /// The number of threads that read an SQLite file.
    public var readerCount = 4
    /// How long an SQLite database adds transactions to one commit: a bound of the latency.
    public var groupTime: Duration = .milliseconds(5)
    /// The most calls that wait for their turn; further ones throw ``DatabaseError/overloaded(reason:)``.
    public var maximumWaitingCount = 10_000
    /// How long a call waits for its turn.
    public var queueTimeout: Duration = .seconds(5)
    /// How long a call takes from its turn to its result, when it runs again too. On SQLite, how long it waits for other
    /// processes.
    public var timeout: Duration = .seconds(5)
    /// How long a connection to a server takes to make, unless the URL says `connect_timeout`.
    public var connectTimeout: Duration = .seconds(5)
    /// The shortest time from one message with notifications for other processes to the next: while there are many, whoever
    /// waits elsewhere hears so much later.
    public var announcementInterval: Duration = .milliseconds(5)
    /// How long the connection that listens is silent before the server must show that it is there.
    public var heartbeat: Duration = .seconds(5)

    /// Whether to refuse an SQLite file that another process has opened with this. A process that is notified of changes needs
    /// it: notifications do not leave a process. One without it is never refused.
    public var isExclusive = false

    /// Receives what became of each call, on the caller's thread; `nil` if nobody counts them.
    public var observer: (@Sendable (CallReport) -> Void)?

    /// Creates the defaults.
    public init() {}
}

#endif
