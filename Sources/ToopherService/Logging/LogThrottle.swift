#if Service

/// How often the same message may be logged, and how often it was left out.
struct LogThrottle: Sendable {
    static let limit = RateLimit(burst: 60, interval: .seconds(1))
    /// The most messages that are told apart.
    private static let capacity = 500

    private var rates = RateTable<String>(limit, capacity: capacity)
    private var omitted: [String: Int] = [:]

    /// Counts a message; returns `nil` if it is to be left out, else how many were left out since the last one.
    mutating func take(_ message: String, at now: Int64) -> Int? {
        guard rates.take(message, at: now) != nil else { return omitted.removeValue(forKey: message) ?? 0 }
        if omitted[message] != nil || omitted.count < Self.capacity { omitted[message, default: 0] += 1 }
        return nil
    }
}

#endif
