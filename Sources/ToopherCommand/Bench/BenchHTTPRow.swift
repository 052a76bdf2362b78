import Glibc

/// One measured row of requests.
struct BenchHTTPRow: Sendable {
    var concurrency: Int
    var seconds: Double
    var latencies: BenchHTTPLatencies
    /// The nanoseconds that this process ran meanwhile, for one answer.
    var processorNanoseconds: Int

    private var perSecond: Int { Int(Double(latencies.answered) / seconds) }

    /// The row as one JSON object.
    var json: String {
        """
        {"operation":"http","concurrency":\(concurrency),"seconds":\(BenchHTTPRow.rounded(seconds)),\
        "requests":\(latencies.answered),"per_second":\(perSecond),"p50_ns":\(latencies.percentile(0.5)),\
        "p99_ns":\(latencies.percentile(0.99)),"p999_ns":\(latencies.percentile(0.999)),\
        "errors":\(latencies.errors),"processor_ns":\(processorNanoseconds),"resident_kib":\(BenchUsage.peakKibibytes)}
        """
    }

    /// The row as text for people.
    var text: String {
        """
        http, \(concurrency) at once, \(BenchHTTPRow.rounded(seconds)) s: \(perSecond) answers/s; p50 \
        \(latencies.percentile(0.5) / 1000) µs, p99 \(latencies.percentile(0.99) / 1000) µs, p99.9 \
        \(latencies.percentile(0.999) / 1000) µs; \(processorNanoseconds / 1000) µs of processor time an answer; \(latencies.errors) errors; \(BenchUsage.peakKibibytes) KiB at most
        """
    }

    static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}

/// One measured row of a body that is read and dropped.
struct BenchDownloadRow: Sendable {
    var bytes: Int
    var seconds: Double

    private var perSecond: Int { Int(Double(bytes) / seconds) }

    /// The row as one JSON object.
    var json: String {
        """
        {"operation":"download","bytes":\(bytes),"seconds":\(BenchHTTPRow.rounded(seconds)),\
        "bytes_per_second":\(perSecond),"resident_kib":\(BenchUsage.peakKibibytes)}
        """
    }

    /// The row as text for people.
    var text: String {
        """
        download, \(bytes >> 20) MiB, \(BenchHTTPRow.rounded(seconds)) s: \(perSecond >> 20) MiB/s; \
        \(BenchUsage.peakKibibytes) KiB at most
        """
    }
}

/// What this process took from the system so far.
enum BenchUsage {
    /// The most memory that was resident at once, in KiB.
    static var peakKibibytes: Int {
        usage.ru_maxrss
    }

    /// The nanoseconds that all threads ran, inside the kernel and outside.
    static var processorNanoseconds: Int { nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime) }

    private static var usage: rusage {
        var usage = rusage()
        unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage
    }

    private static func nanoseconds(_ time: timeval) -> Int {
        Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_usec) * 1000
    }
}
