#if Service

/// How long it took to send messages, by what came of it.
final class SendMetrics: Sendable {
    /// What came of an attempt.
    enum Ending: String, Sendable, CaseIterable {
        case delivered
        /// The receiver wants no more messages.
        case gone
        /// The receiver has not taken it, or was not reached, and it may be sent again.
        case failed
        /// The receiver has refused it for good.
        case rejected
    }

    private let histograms = Ending.allCases.map { (ending: $0, histogram: Histogram()) }

    /// Records an attempt.
    func record(_ ending: Ending, _ duration: Duration) {
        histograms.first { $0.ending == ending }?.histogram.record(duration)
    }

    /// Adds what was recorded to a text.
    func write(_ name: String, _ help: String, to text: inout PrometheusText) {
        text.begin(name, .histogram, help)
        for (ending, histogram) in histograms {
            let snapshot = histogram.snapshot
            if snapshot.total > 0 { text.add(name, [("outcome", ending.rawValue)], snapshot) }
        }
    }
}

#endif
