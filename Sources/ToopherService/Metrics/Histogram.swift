#if Service

internal import Synchronization

/// How long something took, each time: counts by duration. Recording takes no lock.
final class Histogram: Sendable {
    /// The bounds of the counts: each has what took at most so long, the last whatever took longer.
    static let bounds: [(nanoseconds: UInt64, text: String)] = [
        (500_000, "0.0005"), (1_000_000, "0.001"), (2_500_000, "0.0025"), (5_000_000, "0.005"), (10_000_000, "0.01"),
        (25_000_000, "0.025"), (50_000_000, "0.05"), (100_000_000, "0.1"), (250_000_000, "0.25"),
        (500_000_000, "0.5"), (1_000_000_000, "1"), (2_500_000_000, "2.5"), (5_000_000_000, "5"),
        (10_000_000_000, "10"),
    ]

    /// What was recorded at one moment.
    struct Snapshot: Sendable, Hashable {
        /// How often, by bound.
        var counts: [UInt64]
        var nanoseconds: UInt64

        /// How often in all.
        var total: UInt64 { counts.reduce(0, &+) }
    }

    private let counts = InlineArray<15, Atomic<UInt64>> { _ in Atomic(0) }
    private let nanoseconds = Atomic<UInt64>(0)

    /// Records something that took so long. A clock that was set back gives nothing to the sum.
    func record(_ duration: Duration) {
        let (seconds, attoseconds) = max(.zero, duration).components
        let value = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let nanoseconds = value.overflow ? .max : value.partialValue &+ UInt64(attoseconds / 1_000_000_000)
        let index = Self.bounds.firstIndex { nanoseconds <= $0.nanoseconds } ?? Self.bounds.count
        counts[index].add(1, ordering: .relaxed)
        self.nanoseconds.add(nanoseconds, ordering: .relaxed)
    }

    /// What was recorded so far.
    var snapshot: Snapshot {
        Snapshot(
            counts: (0...Self.bounds.count).map { counts[$0].load(ordering: .relaxed) },
            nanoseconds: nanoseconds.load(ordering: .relaxed))
    }
}

#endif
