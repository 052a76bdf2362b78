import OAuth1

/// Runs the measurements and prints them.
enum BenchReport {
    static func run(_ options: BenchOptions, _ operations: [BenchOperation]) throws {
        let fixture = try BenchFixture(options)
        if operations.contains(.verifyLedger), options.liveNonces > 0 {
            fixture.ledger.fill(options.liveNonces, window: fixture.verifier.window)
        }
        for operation in operations {
            let row = try measure(operation, fixture, threads: options.threads, seconds: options.seconds)
            print(options.json ? row.json : row.text)
        }
    }

    /// Measures the operation and the raw HMAC in alternating slices, so that both have the same conditions.
    static func measure(
        _ operation: BenchOperation, _ fixture: BenchFixture, threads: Int, seconds: Double
    ) throws -> BenchRow {
        let slices = max(1, Int(seconds / 0.25))
        let slice = seconds / Double(slices)
        var raw = (operations: 0, seconds: 0.0)
        var total = (operations: 0, seconds: 0.0)
        var histogram = [Int](repeating: 0, count: 1 << 16)
        for _ in 0..<slices {
            var meter = BenchMeter(seconds: slice)
            try fixture.run(.rawHMAC, &meter)
            raw.operations += meter.operations
            raw.seconds += meter.seconds

            let meters = try BenchThreads.run(threads) {
                var meter = BenchMeter(seconds: slice)
                try fixture.run(operation, &meter)
                return meter
            }
            total.seconds += meters.map(\.seconds).max() ?? 0
            for meter in meters {
                total.operations += meter.operations
                for index in histogram.indices { histogram[index] += Int(meter.histogram[index]) }
            }
        }
        return BenchRow(
            operation: operation.rawValue, threads: threads, seconds: total.seconds, operations: total.operations,
            perSecond: Double(total.operations) / total.seconds,
            percentiles: (
                percentile(0.5, of: histogram), percentile(0.99, of: histogram), percentile(0.999, of: histogram)
            ),
            allocations: try allocations(of: operation, fixture),
            raw: Double(raw.operations) / raw.seconds)
    }

    private static func allocations(of operation: BenchOperation, _ fixture: BenchFixture) throws -> Double {
        // The difference of a long and a short run excludes what is prepared once.
        var counts: [Int] = []
        for batches in [10, 1010] {
            var meter = BenchMeter(seconds: 60, limit: batches)
            let count = try AllocationCounter.count { try fixture.run(operation, &meter) }
            guard let count else { return -1 }
            counts.append(count)
        }
        return Double(counts[1] - counts[0]) / Double(1000 * BenchMeter.batch)
    }

    private static func percentile(_ share: Double, of histogram: [Int]) -> Int {
        let wanted = Double(histogram.reduce(0, +)) * share
        var seen = 0.0
        for (nanoseconds, count) in histogram.enumerated() {
            seen += Double(count)
            if seen >= wanted { return nanoseconds }
        }
        return histogram.count - 1
    }
}
