/// A measured row of requests.
struct BenchHTTPRow: Sendable {
    var concurrency: Int
    var seconds: Double
    var latencies: BenchHTTPLatencies
    /// The processor time of this process for each response, in nanoseconds.
    var processorNanoseconds: Int

    /// The row as one JSON object.
    var json: String {
        """
        {"operation":"http","concurrency":\(concurrency),"seconds":\(BenchHTTPRow.rounded(seconds)),\
        "requests":\(latencies.responses),"per_second":\(perSecond),"p50_ns":\(latencies.percentile(0.5)),\
        "p99_ns":\(latencies.percentile(0.99)),"p999_ns":\(latencies.percentile(0.999)),\
        "errors":\(latencies.errors),"processor_ns":\(processorNanoseconds),"resident_kib":\(BenchUsage.peakKibibytes)}
        """
    }

    /// The row as text for people.
    var text: String {
        """
        http, \(concurrency) at once, \(BenchHTTPRow.rounded(seconds)) s: \(perSecond) responses/s; p50 \
        \(latencies.percentile(0.5) / 1000) µs, p99 \(latencies.percentile(0.99) / 1000) µs, p99.9 \
        \(latencies.percentile(0.999) / 1000) µs; \(processorNanoseconds / 1000) µs of processor time a response; \(latencies.errors) errors; \(BenchUsage.peakKibibytes) KiB at most
        """
    }

    static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    private var perSecond: Int { Int(Double(latencies.responses) / seconds) }
}
