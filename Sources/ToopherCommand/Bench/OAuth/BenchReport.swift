import OAuth1

/// Runs the measurements and prints them.
enum BenchReport {
    static func run(_ options: BenchOptions, _ operations: [BenchOperation]) throws {
        let fixture = try BenchFixture(options)
        if operations.contains(.verifyLedger), options.liveNonces > 0 {
            fixture.ledger.fill(options.liveNonces, window: fixture.verifier.window.components.seconds)
        }
        for operation in operations {
            let progress = Progress("measured \(operation.rawValue)", unit: "parts")
            let row = try measure(operation, fixture, options, progress)
            progress.end()
            print(options.json ? row.json : row.text)
        }
    }

    /// Measures the operation and what it is compared with in alternating slices, so that all have the same conditions:
    /// the raw HMAC, one thread if there are more, and threads with a consumer each if they have the same one.
    private static func measure(
        _ operation: BenchOperation, _ fixture: BenchFixture, _ options: BenchOptions, _ progress: Progress
    ) throws -> BenchRow {
        let threads = options.threads
        let slices = max(1, Int(options.seconds / 0.25))
        let slice = options.seconds / Double(slices)
        let isShared = operation.verifies && options.consumers == 1 && threads > 1
        func run(_ operation: BenchOperation, _ threads: Int, apart: Bool = false) throws -> [BenchMeter] {
            try BenchThreads.run(threads) { thread in
                var meter = BenchMeter(seconds: slice)
                let consumers = apart ? thread..<thread + 1 : 0..<options.consumers
                try fixture.run(operation, BenchShare(consumers, thread: thread), &meter)
                return meter
            }
        }
        var (raw, one, all, apart) = (BenchTally(), BenchTally(), BenchTally(), BenchTally())
        for number in 0..<slices {
            raw.add(try run(.rawHMAC, 1))
            if threads > 1 { one.add(try run(operation, 1)) }
            all.add(try run(operation, threads))
            if isShared { apart.add(try run(operation, threads, apart: true)) }
            progress.report(UInt64(number + 1), of: UInt64(slices))
        }
        return BenchRow(
            operation: operation.rawValue, threads: threads, consumers: operation.verifies ? options.consumers : nil,
            tally: all, counts: try BenchCounts(operation, fixture, consumers: 0..<options.consumers),
            raw: raw.perSecond, oneThread: threads > 1 ? one.perSecond : nil, apart: isShared ? apart.perSecond : nil)
    }
}
