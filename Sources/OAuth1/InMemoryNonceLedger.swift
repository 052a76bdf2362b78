public import CryptoCore
internal import Synchronization

/// A ledger in this process's memory: for one server process, forgotten at its end.
///
/// Holds 128-bit fingerprints and not the nonces themselves, 20 to 30 bytes for each, spread over
/// parts that lock apart from each other. The fingerprints are made with a random key, so nobody can aim for
/// a collision; by chance, one among ten million nonces meets another once in 10²⁴ times, and would be
/// refused as a replay. A check takes the same few steps however many nonces there are.
public final class InMemoryNonceLedger: SynchronousNonceLedger {
    /// One part of the fingerprints. Whether two uses are the same one is decided in one part alone.
    private final class Shard: Sendable {
        let state = Mutex(ShardState())
    }

    private struct ShardState {
        /// The uses by their timestamp's bucket, so that a whole bucket is forgotten at once.
        var buckets: [Int64: FingerprintSet] = [:]
        /// Everything older was forgotten. Never moves back, so that a clock set back cannot make
        /// a forgotten nonce acceptable again.
        var horizon = Int64.min

        /// Forgets the buckets that end before `horizon`.
        /// - Returns: how many uses were in them.
        mutating func forget(before horizon: Int64) -> Int {
            guard horizon > self.horizon else { return 0 }
            let isNewBucket = InMemoryNonceLedger.bucket(horizon) != InMemoryNonceLedger.bucket(self.horizon)
            self.horizon = horizon
            guard isNewBucket else { return 0 }
            var forgotten = 0
            for bucket in buckets.keys where bucket < InMemoryNonceLedger.bucket(horizon) {
                forgotten += buckets.removeValue(forKey: bucket)?.count ?? 0
            }
            return forgotten
        }
    }

    private static let shardCount = 64

    private let shards = (0..<shardCount).map { _ in Shard() }
    private let key: FingerprintKey
    private let capacity: Int
    private let held = Atomic<Int>(0)
    /// The bucket up to which every shard was last searched for uses to forget.
    private let sweptBucket = Atomic<Int64>(.min)

    /// A ledger that holds at most `capacity` nonces and refuses more until old ones expire.
    public init(capacity: Int = 1_000_000) throws(CryptoError) {
        self.capacity = capacity
        key = try FingerprintKey()
    }

    /// The nonces held now.
    public var count: Int { held.load(ordering: .relaxed) }

    /// Timestamps of 64 seconds share a bucket.
    private static func bucket(_ timestamp: Int64) -> Int64 { timestamp >> 6 }

    /// Records `use` unless it is already there, in one atomic step.
    public func record(_ use: NonceUse, horizon: Int64) async -> NonceVerdict {
        let (consumerKey, token, nonce) = (use.consumerKey.utf8, (use.token ?? "").utf8, use.nonce.utf8)
        return record(
            consumerKey: consumerKey.span, token: token.span, timestamp: use.timestamp, nonce: nonce.span,
            horizon: horizon)
    }

    /// Records a use given as bytes unless it is already there, in one atomic step, without suspending.
    public func record(
        consumerKey: Span<UInt8>, token: Span<UInt8>, timestamp: Int64, nonce: Span<UInt8>, horizon: Int64
    ) -> NonceVerdict {
        let fingerprint = key.fingerprint(
            consumerKey: consumerKey, token: token, timestamp: timestamp, nonce: nonce)
        // The room is taken first, and given back when it turns out not to be needed.
        guard takeRoom(horizon: horizon) else { return .full }
        let (verdict, forgotten) = shards[Int(fingerprint.high >> 58)].state.withLock { state in
            let forgotten = state.forget(before: horizon)
            guard timestamp >= state.horizon else { return (NonceVerdict.replayed, forgotten) }
            let isFresh = state.buckets[Self.bucket(timestamp), default: FingerprintSet()].insert(fingerprint)
            return (isFresh ? .fresh : .replayed, forgotten)
        }
        let unused = forgotten + (verdict == .fresh ? 0 : 1)
        if unused > 0 { held.subtract(unused, ordering: .relaxed) }
        return verdict
    }

    private func takeRoom(horizon: Int64) -> Bool {
        if held.add(1, ordering: .relaxed).newValue <= capacity { return true }
        sweep(horizon: horizon)
        if held.load(ordering: .relaxed) <= capacity { return true }
        held.subtract(1, ordering: .relaxed)
        return false
    }

    /// Forgets what is old in every shard, once a bucket: a full ledger must not search all of
    /// them for each request that it refuses.
    private func sweep(horizon: Int64) {
        let bucket = Self.bucket(horizon)
        let swept = sweptBucket.load(ordering: .relaxed)
        guard bucket > swept,
            sweptBucket.compareExchange(expected: swept, desired: bucket, ordering: .relaxed).exchanged
        else { return }
        for shard in shards {
            let forgotten = shard.state.withLock { $0.forget(before: horizon) }
            held.subtract(forgotten, ordering: .relaxed)
        }
    }
}
