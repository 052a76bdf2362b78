/// Counts and times the operations of one thread, in batches, so that reading the clock does not
/// become what is measured.
struct BenchMeter {
    /// Operations between two looks at the clock.
    static let batch = 8

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let wanted: Duration
    private var last: ContinuousClock.Instant
    private var excluded = Duration.zero
    /// Batches so far.
    private(set) var batches = -1
    /// How many batches took so many nanoseconds an operation; the last slot takes all slower ones.
    private(set) var histogram = [UInt32](repeating: 0, count: 1 << 16)
    private let limit: Int

    /// A meter for `seconds` from now, or for `limit` batches if that comes first.
    init(seconds: Double, limit: Int = .max) {
        start = clock.now
        last = start
        wanted = .nanoseconds(Int64(seconds * 1e9))
        self.limit = limit
    }

    /// Notes that a batch ended, and tells whether to run another.
    mutating func startNextBatch() -> Bool {
        let now = clock.now
        if batches >= 0 {
            let nanoseconds = Self.nanoseconds(now - last) / Int64(Self.batch)
            histogram[Int(min(nanoseconds, Int64(histogram.count - 1)))] &+= 1
        }
        last = now
        batches += 1
        return measured < wanted && batches < limit
    }

    /// Leaves out the time since the last batch ended.
    mutating func excludeElapsedTime() {
        let now = clock.now
        excluded += now - last
        last = now
    }

    private var measured: Duration { last - start - excluded }

    /// The operations so far.
    var operations: Int { max(0, batches) * Self.batch }

    /// The seconds so far.
    var seconds: Double { Double(Self.nanoseconds(measured)) / 1e9 }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
