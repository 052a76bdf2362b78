/// Requests from concurrent tasks. Each sends its next one when it has the response to its last one.
struct BenchHTTPLoad: Sendable {
    /// The number of tasks.
    var concurrency: Int
    /// How long requests are sent, in seconds.
    var seconds: Double
    /// The most requests to send, rounded up to a multiple of `concurrency`.
    var requests = Int.max

    /// Sends requests, and waits for the last response.
    ///
    /// - Parameter request: Sends one request; returns whether the response is the expected one.
    func run(_ request: @escaping @Sendable () async throws -> Bool) async -> BenchHTTPRow {
        let clock = ContinuousClock()
        let start = clock.now
        let processorStart = BenchUsage.processorNanoseconds
        let end = start + .seconds(seconds)
        let share = requests == .max ? .max : (requests + concurrency - 1) / concurrency
        let latencies = await withTaskGroup(of: BenchHTTPLatencies.self) { group in
            for _ in 0..<concurrency {
                group.addTask { await Self.work(until: end, share, request) }
            }
            var all = BenchHTTPLatencies()
            for await one in group { all.add(one) }
            return all
        }
        let seconds = Double((clock.now - start).inNanoseconds) / 1e9
        return BenchHTTPRow(
            concurrency: concurrency, seconds: seconds, latencies: latencies,
            processorNanoseconds: (BenchUsage.processorNanoseconds - processorStart) / max(1, latencies.responses))
    }

    private static func work(
        until end: ContinuousClock.Instant, _ requests: Int, _ request: @Sendable () async throws -> Bool
    ) async -> BenchHTTPLatencies {
        let clock = ContinuousClock()
        var latencies = BenchHTTPLatencies()
        var last = clock.now
        var count = 0
        while last < end, count < requests {
            let isExpected = (try? await request()) ?? false
            let now = clock.now
            latencies.record(isExpected ? (now - last).inNanoseconds : nil)
            last = now
            count += 1
        }
        return latencies
    }
}
