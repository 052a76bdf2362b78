/// A line on a terminal about something that takes longer than a second.
///
/// Where standard error is no terminal, or one that cannot erase a line, nothing is written.
final class Progress {
    private let verb: String
    private let unit: String
    private let isTerminal: Bool
    private let now: () -> ContinuousClock.Instant
    private let write: (String) -> Void
    private var next: ContinuousClock.Instant
    private var isShown = false

    /// Creates the progress of something.
    ///
    /// - Parameters:
    ///   - verb: What was done with what is counted.
    ///   - unit: What is counted.
    ///   - isTerminal: Whether there is somebody to read it.
    ///   - now: The clock.
    ///   - write: Writes to the terminal.
    init(
        _ verb: String, unit: String = "entries", isTerminal: Bool = StandardError.erasesLines,
        now: @escaping () -> ContinuousClock.Instant = { .now },
        write: @escaping (String) -> Void = { StandardError.write($0) }
    ) {
        (self.verb, self.unit, self.isTerminal, self.now, self.write) = (verb, unit, isTerminal, now, write)
        next = now() + .seconds(1)
    }

    /// Reports how far it is: at most once a second.
    func report(_ count: UInt64, of total: UInt64?) {
        guard isTerminal, now() >= next else { return }
        next = now() + .seconds(1)
        isShown = true
        write("\r\(verb): \(count)\(total.map { " of \($0)" } ?? "") \(unit)")
    }

    /// Removes the line.
    func end() {
        guard isShown else { return }
        isShown = false
        write("\r\u{1B}[K")
    }
}

@available(*, unavailable) extension Progress: Sendable {}

extension Progress {
    /// Shows for how long `body` has been running, where nothing can be counted.
    ///
    /// - Parameter verb: What is being done.
    static func ofTime<Result>(_ verb: String, _ body: () async throws -> Result) async rethrows -> Result {
        guard StandardError.erasesLines else { return try await body() }
        let ticker = Task {
            let progress = Progress(verb, unit: "s")
            var seconds: UInt64 = 0
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                seconds += 1
                progress.report(seconds, of: nil)
            }
            progress.end()
        }
        do {
            let result = try await body()
            ticker.cancel()
            await ticker.value
            return result
        } catch {
            ticker.cancel()
            await ticker.value
            throw error
        }
    }
}
