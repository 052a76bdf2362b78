#if Service

/// The latencies of each step, and the approvals that were completed.
struct BenchServiceTally: Sendable {
    private(set) var latencies: [BenchServiceStep: BenchHTTPLatencies] = [:]
    /// Approvals of which every step had the expected result.
    var cycles = 0
    /// Approvals that were not completed.
    var errors = 0
    /// What the first of these errors was.
    var firstError: String?

    /// Counts a step.
    mutating func record(_ step: BenchServiceStep, _ latency: Duration) {
        latencies[step, default: BenchHTTPLatencies()].record(latency.inNanoseconds)
    }

    /// Adds the counts of `other`.
    mutating func add(_ other: Self) {
        for (step, one) in other.latencies { latencies[step, default: BenchHTTPLatencies()].add(one) }
        cycles += other.cycles
        errors += other.errors
        firstError = firstError ?? other.firstError
    }
}

#endif
