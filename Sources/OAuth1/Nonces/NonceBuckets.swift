/// The uses of nonces in one part of a ledger, in buckets by their timestamps: a bucket is forgotten as
/// a whole once nothing in it is acceptable any more.
///
/// A bucket is 64 seconds long, or an eighth to a sixteenth of the time from the horizon to it if that is more. So
/// there are some 16 for each doubling of the window at most, whatever timestamps come.
struct NonceBuckets {
    private struct Bucket {
        let first: Int64
        let last: Int64
        var uses = FingerprintSet()

        @inline(__always)
        func covers(_ timestamp: Int64) -> Bool { first <= timestamp && timestamp <= last }
    }

    /// In the order of time, none of them touching another's seconds.
    private var buckets: [Bucket] = []
    /// The bucket that was used last: the next use is almost always for it too.
    private var recent = 0
    /// The uses in all buckets.
    private(set) var count = 0
    /// Everything older was forgotten. Never moves back, so that a clock set back cannot make a
    /// forgotten nonce acceptable again.
    private var horizon = Int64.min

    var bucketCount: Int { buckets.count }

    /// The sets of buckets that were forgotten, to be freed by whoever has time.
    typealias Forgotten = [FingerprintSet]

    /// Moves the horizon up, and takes out what lies before it.
    @inline(__always)
    mutating func forget(before horizon: Int64) -> Forgotten {
        guard horizon > self.horizon else { return [] }
        self.horizon = horizon
        return forget()
    }

    @inline(never)
    private mutating func forget() -> Forgotten {
        guard let oldest = buckets.first, oldest.last < horizon else { return [] }
        let old = buckets.prefix { $0.last < horizon }.map(\.uses)
        buckets.removeFirst(old.count)
        recent = 0
        count -= old.reduce(0) { $0 + $1.count }
        return old
    }

    /// Records a use, unless it is there, too old, or there are `capacity` others.
    /// - Parameter hint: told where the use went, since the next ones go there too.
    @inline(__always)
    mutating func record(
        _ use: Fingerprint, timestamp: Int64, capacity: Int, noting hint: borrowing PrefetchHint
    ) -> NonceVerdict {
        guard timestamp >= horizon else { return .replayed }
        guard count < capacity else { return .full }
        if recent >= buckets.count || !buckets[recent].covers(timestamp) { recent = bucket(for: timestamp) }
        let isFresh = buckets[recent].uses.insert(use)
        hint.update(buckets[recent].uses.extent)
        guard isFresh else { return .replayed }
        count &+= 1
        return .fresh
    }

    /// The bucket of `timestamp`, which is added if it is not there.
    @inline(never)
    private mutating func bucket(for timestamp: Int64) -> Int {
        let index = firstBucket(endingAtOrAfter: timestamp)
        if index < buckets.count, buckets[index].covers(timestamp) { return index }
        let age = UInt64(bitPattern: timestamp &- horizon)
        let shift = Int64(max(6, 60 - age.leadingZeroBitCount))
        var first = timestamp & ~Int64(0) << shift
        var last = first | ~(~Int64(0) << shift)
        if index > 0 { first = max(first, buckets[index - 1].last + 1) }
        if index < buckets.count { last = min(last, buckets[index].first - 1) }
        buckets.insert(Bucket(first: first, last: last), at: index)
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
