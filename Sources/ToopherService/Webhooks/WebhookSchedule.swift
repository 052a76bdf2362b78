#if Service

/// When a message is sent again.
enum WebhookSchedule {
    /// Seconds after the first attempt, the second, and so on. Together 22 hours, and up to a fifth more.
    static let delays: [Int64] = [5, 30, 120, 600, 3600, 10_800, 21_600, 43_200]

    /// How long a message is kept that cannot be sent because its requester is suspended, in seconds.
    static let longestAge: Int64 = 3 * 86_400

    /// The longest time for which an endpoint may ask not to be called, in seconds.
    static let longestRetryAfter: Int64 = 3600

    /// Returns how many seconds later the next attempt is; `nil` if there is none.
    ///
    /// - Parameters:
    ///   - attempts: The attempts so far, from 1.
    ///   - retryAfter: What the endpoint has asked for, in seconds.
    ///   - random: A number from 0 to 1: what has failed together is not sent again together.
    static func delay(after attempts: Int, retryAfter: Int64?, random: Double) -> Int64? {
        guard attempts >= 1, attempts <= delays.count else { return nil }
        let delay = delays[attempts - 1]
        let jittered = delay + Int64((Double(delay) * 0.2 * random).rounded(.up))
        return max(jittered, min(retryAfter ?? 0, longestRetryAfter))
    }
}

#endif
