#if Service

/// What a node counts for its operator. No user, requester or address is a label.
final class ServiceMetrics: Sendable {
    let limits = LimitCounters()
    let entries = EntryMetrics()
    let database = DatabaseMetrics()
    let pushes = SendMetrics()
    let webhooks = SendMetrics()
    /// When the node was started, in seconds since 1970.
    let started: Int64

    /// Creates metrics that have counted nothing.
    init(started: Int64) {
        self.started = started
    }
}

#endif
