#if Service

internal import Synchronization

/// What a node has done between moments, for the plots of the desk: so many of the last ones as there is room for.
final class ActivitySamples: Sendable {
    /// From one sample to the next, in seconds.
    static let interval: Int64 = 15
    /// Two hours.
    static let capacity = 480

    /// What was counted since the start, at a moment.
    struct Reading: Sendable {
        /// Seconds since 1970.
        var time: Int64
        var approvals: UInt64
        var denials: UInt64
        var requests: Histogram.Snapshot
    }

    /// What came between two readings.
    struct Sample: Sendable, Hashable {
        /// Its end, in seconds since 1970.
        var time: Int64
        var approvals: UInt64
        var denials: UInt64
        var requests: UInt64
        /// How many milliseconds 95 of 100 requests took at most; `nil` without a request.
        var latency: Double?
    }

    private struct State {
        var last: Reading?
        var samples: [Sample] = []
    }

    private let state = Mutex(State())

    /// The samples, the oldest first.
    var samples: [Sample] { state.withLock { $0.samples } }

    /// Takes a reading; the first is what the next one is compared with.
    func take(_ reading: Reading) {
        state.withLock { state in
            defer { state.last = reading }
            guard let last = state.last else { return }
            let requests = reading.requests.since(last.requests)
            if state.samples.count == Self.capacity { state.samples.removeFirst() }
            state.samples.append(
                Sample(
                    time: reading.time, approvals: reading.approvals &- last.approvals,
                    denials: reading.denials &- last.denials, requests: requests.total,
                    latency: requests.quantile(0.95).map { $0 / 1_000_000 }))
        }
    }
}

#endif
