/// Asks again and again until an answer is there, politely.
enum Polling {
    /// How long to wait between two questions.
    static let interval = Duration.seconds(1)

    /// Calls `ask` until it returns a value or `seconds` have passed; nil when time ran out. Asks
    /// at least once, also when `seconds` is 0.
    static func firstAnswer<Answer>(
        within seconds: Int, ask: () async throws -> Answer?
    ) async throws -> Answer? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if let answer = try await ask() { return answer }
            let remaining = deadline - .now
            guard remaining > .zero else { return nil }
            try await Task.sleep(for: min(interval, remaining))
        }
    }
}
