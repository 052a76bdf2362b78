private import Synchronization

/// A ledger in this process's memory: for one server process, forgotten at its end.
public final class InMemoryNonceLedger: NonceLedger {
    private struct State {
        /// The uses of each second, so that a whole second is forgotten at once.
        var seconds: [Int64: Set<NonceUse>] = [:]
        var count = 0
        /// Everything older was forgotten. Never moves back, so that a clock set back cannot make
        /// a forgotten nonce acceptable again.
        var horizon = Int64.min

        mutating func forget(before horizon: Int64) {
            self.horizon = horizon
            for second in seconds.keys where second < horizon {
                count -= seconds.removeValue(forKey: second)?.count ?? 0
            }
        }
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// A ledger that holds at most `capacity` nonces and refuses more until old ones expire.
    public init(capacity: Int = 1_000_000) {
        self.capacity = capacity
    }

    /// The nonces held now.
    public var count: Int { state.withLock { $0.count } }

    /// Records `use` unless it is already there, in one atomic step.
    public func record(_ use: NonceUse, horizon: Int64) async -> NonceVerdict {
        state.withLock { state in
            if horizon > state.horizon { state.forget(before: horizon) }
            guard use.timestamp >= state.horizon else { return .replayed }
            guard state.seconds[use.timestamp]?.contains(use) != true else { return .replayed }
            guard state.count < capacity else { return .full }
            state.seconds[use.timestamp, default: []].insert(use)
            state.count += 1
            return .fresh
        }
    }
}
