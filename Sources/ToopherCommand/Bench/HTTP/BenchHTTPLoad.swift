/// Requests from so many tasks at once: each sends its next one as soon as its last one is answered.
struct BenchHTTPLoad: Sendable {
    /// How many tasks.
    var concurrency: Int
    /// After how many seconds no further request is sent.
    var seconds: Double
    /// After how many requests no further one is sent, if that comes first; rounded up to a multiple of `concurrency`.
    var requests = Int.max

    /// Sends requests until it is time to stop, and waits for the last answer.
    /// - Parameter request: sends one request, and tells whether the answer was the expected one.
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
            processorNanoseconds: (BenchUsage.processorNanoseconds - processorStart) / max(1, latencies.answered))
    }

    private static func work(
        until end: ContinuousClock.Instant, _ requests: Int, _ request: @Sendable () async throws -> Bool
    ) async -> BenchHTTPLatencies {
        let clock = ContinuousClock()
        var latencies = BenchHTTPLatencies()
        var last = clock.now
        var count = 0
        while last < end, count < requests {
            let isAnswered = (try? await request()) ?? false
            let now = clock.now
            latencies.record(isAnswered ? (now - last).inNanoseconds : nil)
            last = now
            count += 1
        }
        return latencies
    }
}
