/// A measured row.
struct BenchRow {
    var operation: String
    var threads: Int
    /// The consumers whose requests were verified; `nil` for another operation.
    var consumers: Int?
    var tally: BenchTally
    var counts: BenchCounts
    /// The raw HMAC rate of one thread.
    var raw: Double
    /// The rate of one thread in the same run; `nil` if there was only one.
    var oneThread: Double?
    /// The rate of threads that verify for a consumer each, in the same run; `nil` if it was not measured.
    var apart: Double?

    /// The row as one JSON object. What was not counted or measured is `null`.
    var json: String {
        let fields = [
            ("operation", "\"\(operation)\""), ("threads", "\(threads)"), ("consumers", Self.json(consumers)),
            ("seconds", Self.json(tally.seconds, 3)), ("operations", "\(tally.operations)"),
            ("per_second", "\(Int(tally.perSecond))"), ("p50_ns", "\(tally.percentile(0.5))"),
            ("p99_ns", "\(tally.percentile(0.99))"), ("p999_ns", "\(tally.percentile(0.999))"),
            ("allocations_per_operation", Self.json(counts.allocations, 3)),
            ("references_per_operation", Self.json(counts.references, 3)), ("raw_hmac_per_second", "\(Int(raw))"),
            ("share_of_raw_hmac", Self.json(share, 3)), ("one_thread_per_second", Self.json(oneThread.map { Int($0) })),
            ("scaling", Self.json(scaling, 2)), ("consumer_each_per_second", Self.json(apart.map { Int($0) })),
            ("share_of_consumer_each", Self.json(shareOfApart, 3)),
        ]
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    /// The row as text for people.
    var text: String {
        let rate = Int(tally.perSecond)
        var parts = [
            "\(rate) operations/s" + (threads > 1 ? ", \(rate / threads) a thread" : ""),
            "p50 \(tally.percentile(0.5)) ns, p99 \(tally.percentile(0.99)) ns, p99.9 \(tally.percentile(0.999)) ns",
            "\(Self.text(counts.allocations, "allocations")), \(Self.text(counts.references, "retains and releases"))",
            "\(Self.rounded(share, 3)) of the raw HMAC rate of \(Int(raw))/s on each thread",
        ]
        if let scaling { parts.append("\(Self.rounded(scaling, 2)) times one thread") }
        if let shareOfApart { parts.append("\(Self.rounded(shareOfApart, 3)) of threads with a consumer each") }
        return """
            \(operation), \(Self.number(threads, "thread"))\
            \(consumers.map { ", " + Self.number(max(1, $0), "consumer") + ($0 == 0 ? " found by a closure" : "") } ?? ""), \
            \(Self.rounded(tally.seconds, 2)) s: \(parts.joined(separator: "; "))
            """
    }

    /// The rate of one thread, as a share of its raw HMAC rate.
    private var share: Double { tally.perSecond / Double(threads) / raw }

    /// The rate as a multiple of that of one thread.
    private var scaling: Double? { oneThread.map { tally.perSecond / $0 } }

    /// The rate as a share of that of threads with a consumer each.
    private var shareOfApart: Double? { apart.map { tally.perSecond / $0 } }

    private static func json(_ value: Double?, _ digits: Int) -> String {
        value.map { "\(rounded($0, digits))" } ?? "null"
    }

    private static func json(_ value: Int?) -> String { value.map { "\($0)" } ?? "null" }

    private static func text(_ count: Double?, _ name: String) -> String {
        count.map { "\(rounded($0, 3)) \(name) an operation" } ?? "\(name) not counted"
    }

    private static func number(_ count: Int, _ name: String) -> String { "\(count) \(name)\(count == 1 ? "" : "s")" }

    private static func rounded(_ value: Double, _ digits: Int) -> Double {
        let scale = [1.0, 10, 100, 1000][digits]
        return (value * scale).rounded() / scale
    }
}
