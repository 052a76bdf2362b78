internal import Synchronization

/// A replay ledger for one process, with limited memory.
///
/// If it is full, it forgets the postbacks that were signed first, and from then on refuses all that are not newer.
public final class InMemoryPostbackLedger: PostbackLedger {
    /// The ledger that every ``ToopherIframe`` of the process uses by default.
    public static let shared = InMemoryPostbackLedger()

    private let capacity: Int
    private let state = Mutex(State())

    /// Creates a ledger.
    ///
    /// - Parameter capacity: How many postbacks it can remember: as many log-ins as there may be within the time to
    ///   live of a postback.
    public init(capacity: Int = 100_000) {
        self.capacity = max(capacity, 1)
    }

    /// Records the use of a postback unless it is recorded already.
    public func record(_ postback: UsedPostback, now: Int64) -> PostbackVerdict {
        state.withLock { $0.record(postback, capacity: capacity) }
    }
}

private struct State {
    // When each postback was signed.
    var times: [String: Int64] = [:]
    // No postback that was signed later has been forgotten. It never decreases, and depends on no clock.
    var horizon = Int64.min

    mutating func record(_ postback: UsedPostback, capacity: Int) -> PostbackVerdict {
        guard postback.time > horizon, times[postback.identifier] == nil else { return .replayed }
        if times.count >= capacity { forgetOldest() }
        guard postback.time > horizon else { return .replayed }
        times[postback.identifier] = postback.time
        return .fresh
    }

    // An eighth at a time, so that each record sorts a few entries only.
    private mutating func forgetOldest() {
        let sorted = times.values.sorted()
        horizon = sorted[(sorted.count - 1) / 8]
        times = times.filter { $0.value > horizon }
    }
}
