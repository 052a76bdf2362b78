#if Service

internal import Synchronization

/// What a node counts for its operator. No user, requester or address is a label.
final class ServiceMetrics: Sendable {
    let limits = LimitCounters()
    let entries = EntryMetrics()
    let database = DatabaseMetrics()
    let pushes = SendMetrics()
    let webhooks = SendMetrics()
    /// For the plots of the desk.
    let activity = ActivitySamples()
    private let requests = Mutex<RequestMetrics?>(nil)
    /// When the node was started, in seconds since 1970.
    let started: Int64

    /// Creates metrics that have counted nothing.
    init(started: Int64) {
        self.started = started
    }

    /// Follows the requests of the service's routes.
    func follow(_ metrics: RequestMetrics) {
        requests.withLock { $0 = metrics }
    }

    /// How long all requests took.
    var requestTotal: Histogram.Snapshot { (requests.withLock { $0 })?.total ?? Histogram().snapshot }
}

#endif
