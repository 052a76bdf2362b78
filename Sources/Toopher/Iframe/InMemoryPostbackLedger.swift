internal import Synchronization

/// A replay ledger for one process, with limited memory. If it is full, it refuses postbacks.
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

    /// Records the use of a postback unless it is recorded already. Expired entries make room.
    public func record(_ postback: UsedPostback, now: Int64) -> PostbackVerdict {
        state.withLock { $0.record(postback, now: now, capacity: capacity) }
    }
}

private struct State {
    var expiries: [String: Int64] = [:]
    // No entry expires before this time.
    var earliestExpiry = Int64.max
    // Entries that had expired by this time were removed. It never decreases: a clock that is set back revives none.
    var horizon = Int64.min

    mutating func record(_ postback: UsedPostback, now: Int64, capacity: Int) -> PostbackVerdict {
        guard postback.expires > horizon, expiries[postback.identifier] == nil else { return .replayed }
        if expiries.count >= capacity, earliestExpiry <= now { removeExpired(now: now) }
        guard expiries.count < capacity else { return .full }
        expiries[postback.identifier] = postback.expires
        earliestExpiry = min(earliestExpiry, postback.expires)
        return .fresh
    }

    private mutating func removeExpired(now: Int64) {
        horizon = max(horizon, now)
        expiries = expiries.filter { $0.value > now }
        earliestExpiry = expiries.values.min() ?? .max
    }
}
