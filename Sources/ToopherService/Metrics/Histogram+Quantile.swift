#if Service

extension Histogram.Snapshot {
    /// What was recorded since an earlier snapshot.
    func since(_ earlier: Histogram.Snapshot) -> Histogram.Snapshot {
        Histogram.Snapshot(
            counts: zip(counts, earlier.counts).map { $0 &- $1 }, nanoseconds: nanoseconds &- earlier.nanoseconds)
    }

    /// What was recorded here and there.
    func adding(_ other: Histogram.Snapshot) -> Histogram.Snapshot {
        Histogram.Snapshot(
            counts: zip(counts, other.counts).map { $0 &+ $1 }, nanoseconds: nanoseconds &+ other.nanoseconds)
    }

    /// Returns how many nanoseconds a part of what was recorded took at most, as if evenly spread between two bounds; `nil` if
    /// nothing was recorded.
    ///
    /// - Parameter part: From 0 to 1.
    func quantile(_ part: Double) -> Double? {
        let wanted = part * Double(total)
        var (seen, lower) = (0.0, 0.0)
        guard total > 0 else { return nil }
        for (count, bound) in zip(counts, Histogram.bounds) {
            let upper = Double(bound.nanoseconds)
            if count > 0, seen + Double(count) >= wanted {
                return lower + (upper - lower) * max(0, wanted - seen) / Double(count)
            }
            (seen, lower) = (seen + Double(count), upper)
        }
        // Longer than the last bound: nobody knows how much.
        return lower
    }
}

#endif
