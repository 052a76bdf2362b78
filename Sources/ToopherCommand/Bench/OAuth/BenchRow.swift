/// A measured row.
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

    /// The rate of one thread, as a share of its raw HMAC rate.
    private var share: Double { perSecond / Double(threads) / raw }

    private static func rounded(_ value: Double, _ digits: Int) -> Double {
        let scale = [1.0, 10, 100, 1000][digits]
        return (value * scale).rounded() / scale
    }
}
