#if Service

internal import NIOCore

/// Counts refused connections between two lines of the log, which are a minute apart.
struct RefusalTally: Sendable {
    /// What one line tells.
    struct Report: Sendable, Hashable {
        var full = 0
        var addressFull = 0
    }

    static let interval = TimeAmount.minutes(1)
    private var counted = Report()
    private var next: NIODeadline?

    /// Counts a refusal; returns the counts since the last report if it is time for one.
    mutating func count(_ verdict: ConnectionCounts.Verdict, at now: NIODeadline) -> Report? {
        switch verdict {
        case .full: counted.full += 1
        case .addressFull: counted.addressFull += 1
        case .admitted: return nil
        }
        if let next, now < next { return nil }
        next = now + Self.interval
        defer { counted = Report() }
        return counted
    }
}

#endif
