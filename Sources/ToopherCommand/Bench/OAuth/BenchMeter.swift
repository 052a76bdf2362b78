/// A meter of the operations of one thread. It measures batches, so that reading the clock does not count.
struct BenchMeter {
    /// The number of operations between two readings of the clock.
    static let batch = 8

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let wanted: Duration
    private var last: ContinuousClock.Instant
    private var excluded = Duration.zero
    /// The number of batches so far.
    private(set) var batches = -1
    /// The number of batches by their nanoseconds per operation. The last slot counts all slower ones.
    private(set) var histogram = [UInt32](repeating: 0, count: 1 << 16)
    private let limit: Int

    /// Creates a meter that ends after `seconds`, or after `limit` batches if that is earlier.
    init(seconds: Double, limit: Int = .max) {
        start = clock.now
        last = start
        wanted = .nanoseconds(Int64(seconds * 1e9))
        self.limit = limit
    }

    /// Records the batch that has ended; returns whether to run another.
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

    /// Prepares the next batches: excludes the time of `body` and what it costs the runtime.
    mutating func exclude(_ body: () throws -> Void) rethrows {
        // Only a limited run is counted. Others do not touch the flag, which all threads read.
        if limit == .max { try body() } else { try RuntimeSymbol.withoutCounting(body) }
        let now = clock.now
        excluded += now - last
        last = now
    }

    /// The number of operations so far.
    var operations: Int { max(0, batches) * Self.batch }

    /// The measured seconds so far.
    var seconds: Double { Double(Self.nanoseconds(measured)) / 1e9 }

    private var measured: Duration { last - start - excluded }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
