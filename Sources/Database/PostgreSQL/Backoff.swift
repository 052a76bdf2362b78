#if PostgreSQL

/// The pauses between attempts: each twice as long as the one before, with a random part, so that many do not try at once.
struct Backoff {
    private let first: Duration
    private let last: Duration
    private var next: Duration

    init(from first: Duration, to last: Duration) {
        self.first = first
        self.last = last
        next = first
    }

    /// Returns the next pause.
    mutating func pause() -> Duration {
        defer { next = min(last, next * 2) }
        return next * Double.random(in: 0.5...1)
    }

    mutating func reset() { next = first }
}

#endif
