/// What an operation costs the Swift runtime, on average; `nil` where it cannot be counted.
struct BenchCounts {
    /// The objects that are allocated.
    let allocations: Double?
    /// The references that are counted: retains and releases.
    let references: Double?

    /// Counts in separate runs on the calling thread.
    init(_ operation: BenchOperation, _ fixture: BenchFixture, consumers: Range<Int>) throws {
        func run(_ batches: Int) throws {
            var meter = BenchMeter(seconds: 60, limit: batches)
            try fixture.run(operation, BenchShare(consumers, thread: 0), &meter)
        }
        allocations = try Self.each { batches in try AllocationCounter.count { try run(batches) } }
        references = try Self.each { batches in try ReferenceCounter.count { try run(batches) } }
    }

    /// Returns the count of one operation: the difference of a long and a short run excludes what is prepared once.
    private static func each(_ count: (_ batches: Int) throws -> Int?) rethrows -> Double? {
        guard let short = try count(10), let long = try count(1010) else { return nil }
        return Double(long - short) / Double(1000 * BenchMeter.batch)
    }
}
