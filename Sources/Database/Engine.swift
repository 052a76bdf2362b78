#if Service

/// What runs the calls of a database.
protocol Engine: Sendable {
    /// Queues a call, or fails it.
    func submit(_ call: Call)
    /// Fails a call that has not had its turn.
    func cancel(_ number: UInt64)
    /// Accepts no further calls. The threads end after those that wait.
    func close()
    /// Occurs when the threads have ended.
    var ended: Event { get }
    var statistics: DatabaseStatistics { get }
}

#endif
