import OAuth1

/// One measured row.
struct BenchRow {
    var operation: String
    var threads: Int
    var seconds: Double
    var operations: Int
    var perSecond: Double
    var percentiles: (p50: Int, p99: Int, p999: Int)
    var allocations: Double
    var raw: Double

    /// The row as one JSON object.
    var json: String {
        let fields = [
            "\"operation\":\"\(operation)\"", "\"threads\":\(threads)", "\"seconds\":\(Self.rounded(seconds, 3))",
            "\"operations\":\(operations)", "\"per_second\":\(Int(perSecond))", "\"p50_ns\":\(percentiles.p50)",
            "\"p99_ns\":\(percentiles.p99)", "\"p999_ns\":\(percentiles.p999)",
            "\"allocations_per_operation\":\(Self.rounded(allocations, 3))", "\"raw_hmac_per_second\":\(Int(raw))",
            "\"share_of_raw_hmac\":\(Self.rounded(share, 3))",
        ]
        return "{" + fields.joined(separator: ",") + "}"
    }

    /// The row as text for people.
    var text: String {
        """
        \(operation), \(threads) thread\(threads == 1 ? "" : "s"), \(Self.rounded(seconds, 2)) s: \(Int(perSecond)) \
        operations/s, \(Int(perSecond) / threads) a thread; p50 \(percentiles.p50) ns, p99 \(percentiles.p99) ns, \
        p99.9 \(percentiles.p999) ns; \(Self.rounded(allocations, 3)) allocations an operation; \
        \(Self.rounded(share, 3)) of the raw HMAC rate of \(Int(raw))/s on each thread
        """
    }

    /// The rate of one thread as a share of one thread's raw HMAC rate.
    private var share: Double { perSecond / Double(threads) / raw }

    private static func rounded(_ value: Double, _ digits: Int) -> Double {
        let scale = [1.0, 10, 100, 1000][digits]
        return (value * scale).rounded() / scale
    }
}

/// Runs the measurements and prints them.
enum BenchReport {
    static func run(_ options: BenchOptions, _ operations: [BenchOperation]) throws {
        let work = try BenchWork(options)
        if operations.contains(.verifyLedger), options.liveNonces > 0 {
            work.ledger.fill(options.liveNonces, window: work.verifier.window.components.seconds)
        }
        for operation in operations {
            let row = try measure(operation, work, threads: options.threads, seconds: options.seconds)
            print(options.json ? row.json : row.text)
        }
    }

    /// Raw and wanted operation take turns in slices, so that both meet the same machine.
    static func measure(
        _ operation: BenchOperation, _ work: BenchWork, threads: Int, seconds: Double
    ) throws -> BenchRow {
        let slices = max(1, Int(seconds / 0.25))
        let slice = seconds / Double(slices)
        var raw = (operations: 0, seconds: 0.0)
        var total = (operations: 0, seconds: 0.0)
        var histogram = [Int](repeating: 0, count: 1 << 16)
        for _ in 0..<slices {
            var meter = BenchMeter(seconds: slice)
            try work.run(.rawHMAC, &meter)
            raw.operations += meter.operations
            raw.seconds += meter.seconds

            let meters = try BenchThreads.run(threads) {
                var meter = BenchMeter(seconds: slice)
                try work.run(operation, &meter)
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
            allocations: try allocations(of: operation, work),
            raw: Double(raw.operations) / raw.seconds)
    }

    private static func allocations(of operation: BenchOperation, _ work: BenchWork) throws -> Double {
        // The difference of a long and a short run: what is prepared once is in both.
        var counts: [Int] = []
        for batches in [10, 1010] {
            var meter = BenchMeter(seconds: 60, limit: batches)
            let count = try AllocationCounter.count { try work.run(operation, &meter) }
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
