/// The uses of nonces in one part of a ledger, in buckets by their timestamps. A bucket expires as a whole.
///
/// A bucket spans 64 seconds, or an eighth to a sixteenth of the time from the horizon to it if that is more. So there
/// are at most about 16 for each doubling of the window, whatever the timestamps are.
struct NonceBuckets {
    private struct Bucket {
        let first: Int64
        let last: Int64
        /// The newest timestamp of a use.
        var newest = Int64.min
        var uses = FingerprintSet()

        @inline(__always)
        func covers(_ timestamp: Int64) -> Bool { first <= timestamp && timestamp <= last }
    }

    /// In the order of time; no two buckets cover the same second.
    private var buckets: [Bucket] = []
    /// The bucket that was used last, which the next use almost always belongs to.
    private var recent = 0
    /// The number of uses in all buckets.
    private(set) var count = 0
    /// The end of the oldest bucket, beside what every record reads.
    private var oldestEnd = Int64.max
    /// The newest timestamp of a use that has expired; `nil` if none has.
    ///
    /// Never moves back, so that a clock that is set back cannot make an expired nonce acceptable again. It is a
    /// timestamp that was used and not a time of the clock, so a clock that is ahead for a moment does not have the
    /// requests of a day refused.
    private var forgotten: Int64?

    var bucketCount: Int { buckets.count }

    /// The sets of buckets that have expired, for the caller to free; `nil` if none have, since even an empty array is
    /// retained.
    typealias Expired = [FingerprintSet]?

    /// Removes the buckets before the horizon.
    @inline(__always)
    mutating func expire(before horizon: Int64) -> Expired {
        oldestEnd < horizon ? removeExpired(before: horizon) : nil
    }

    @inline(never)
    private mutating func removeExpired(before horizon: Int64) -> Expired {
        let old = buckets.prefix { $0.last < horizon }
        forgotten = old.reduce(forgotten) { max($0 ?? .min, $1.newest) }
        buckets.removeFirst(old.count)
        recent = 0
        oldestEnd = buckets.first?.last ?? .max
        count -= old.reduce(0) { $0 + $1.uses.count }
        return old.map(\.uses)
    }

    /// Records a use, unless it is known or too old, or there are `capacity` others.
    ///
    /// - Parameter hint: Receives where the use was recorded, since the next ones will be recorded there too.
    @inline(__always)
    mutating func record(
        _ use: Fingerprint, timestamp: Int64, horizon: Int64, capacity: Int, updating hint: borrowing PrefetchHint
    ) -> NonceVerdict {
        guard timestamp >= horizon else { return .replayed }
        if let forgotten, timestamp <= forgotten { return .forgotten(through: forgotten) }
        guard count < capacity else { return .full }
        if recent >= buckets.count || !buckets[recent].covers(timestamp) {
            recent = bucket(for: timestamp, horizon: horizon)
        }
        let isFresh = buckets[recent].uses.insert(use)
        if timestamp > buckets[recent].newest { buckets[recent].newest = timestamp }
        hint.update(buckets[recent].uses.extent)
        guard isFresh else { return .replayed }
        count &+= 1
        return .fresh
    }

    /// Returns the bucket of `timestamp`, and adds it if it is missing.
    @inline(never)
    private mutating func bucket(for timestamp: Int64, horizon: Int64) -> Int {
        let index = firstBucket(endingAtOrAfter: timestamp)
        if index < buckets.count, buckets[index].covers(timestamp) { return index }
        let age = UInt64(bitPattern: timestamp &- horizon)
        let shift = Int64(max(6, 60 - age.leadingZeroBitCount))
        var first = timestamp & ~Int64(0) << shift
        var last = first | ~(~Int64(0) << shift)
        if index > 0 { first = max(first, buckets[index - 1].last + 1) }
        if index < buckets.count { last = min(last, buckets[index].first - 1) }
        buckets.insert(Bucket(first: first, last: last), at: index)
        oldestEnd = buckets[0].last
        return index
    }

    private func firstBucket(endingAtOrAfter timestamp: Int64) -> Int {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].last < timestamp { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
