internal import Synchronization

/// A replay ledger for one process, with a bounded memory. It refuses, and forgets nothing, when it is full.
public final class InMemoryPostbackLedger: PostbackLedger {
    private let capacity: Int
    private let state = Mutex(State())

    /// Makes a ledger.
    ///
    /// - Parameter capacity: How many postbacks it can remember at a time: as many log-ins as there may be within their ttl.
    public init(capacity: Int = 100_000) {
        self.capacity = max(capacity, 1)
    }

    /// Records the use of a postback, unless it is already recorded; expired ones make room.
    public func record(_ postback: UsedPostback, now: Int64) -> PostbackLedgerDecision {
        state.withLock { $0.record(postback, now: now, capacity: capacity) }
    }

    private struct State {
        var expiries: [String: Int64] = [:]
        /// No entry expires before that: until then, sweeping is in vain.
        var earliestExpiry = Int64.max
        /// What had expired by then was forgotten. Never moves back, so that a clock set back cannot make it fresh again.
        var horizon = Int64.min

        mutating func record(_ postback: UsedPostback, now: Int64, capacity: Int) -> PostbackLedgerDecision {
            guard postback.expires > horizon, expiries[postback.identifier] == nil else { return .replayed }
            if expiries.count >= capacity, earliestExpiry <= now { sweep(now: now) }
            guard expiries.count < capacity else { return .full }
            expiries[postback.identifier] = postback.expires
            earliestExpiry = min(earliestExpiry, postback.expires)
            return .fresh
        }

        mutating func sweep(now: Int64) {
            horizon = max(horizon, now)
            expiries = expiries.filter { $0.value > now }
            earliestExpiry = expiries.values.min() ?? .max
        }
    }
}
