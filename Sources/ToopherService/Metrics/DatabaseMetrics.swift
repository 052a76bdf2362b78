#if Service

internal import Database
internal import Synchronization

/// How long calls of the database took, from their turn in the queue to their result, by what they do.
final class DatabaseMetrics: Sendable {
    private let queries = Histogram()
    private let reads = Histogram()
    private let writes = Histogram()
    private let failures = Atomic<UInt64>(0)

    /// Records a call.
    func record(_ report: CallReport) {
        switch report.kind {
        case .query: queries.record(report.duration)
        case .read: reads.record(report.duration)
        case .write: writes.record(report.duration)
        }
        if report.hasFailed { failures.add(1, ordering: .relaxed) }
    }

    /// Adds what was recorded to a text.
    func write(_ statistics: DatabaseStatistics, to text: inout PrometheusText) {
        let name = "toopher_database_call_duration_seconds"
        text.begin(
            name, .histogram,
            "How long calls of the database took, with the time that they waited for their turn, by kind: one statement (query), several (read), a transaction that may change something (write)."
        )
        for (kind, histogram) in [("query", queries), ("read", reads), ("write", writes)] {
            text.add(name, [("kind", kind)], histogram.snapshot)
        }
        text.add(
            .counter, "toopher_database_failures_total", "Calls of the database that have failed.",
            failures.load(ordering: .relaxed))
        text.add(
            .counter, "toopher_database_transactions_total", "Transactions that were committed.",
            statistics.transactions)
        text.add(
            .counter, "toopher_database_commits_total", "Commits of these transactions: SQLite commits many at once.",
            statistics.commits)
        text.add(
            .counter, "toopher_database_repetitions_total",
            "How often a transaction was run again, because it had lost a race or its connection.",
            statistics.repetitions)
        text.add(
            .counter, "toopher_database_connections_total", "Connections made to a server.", statistics.connections)
        text.add(.gauge, "toopher_database_waiting_calls", "Calls that wait for their turn.", statistics.waiting)
    }
}

#endif
