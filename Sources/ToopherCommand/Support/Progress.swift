import Platform
import SystemPackage

/// A line on a terminal about something that takes longer than a second.
final class Progress {
    private let verb: String
    private let isTerminal = isTerminalDescriptor(FileDescriptor.standardError.rawValue)
    private var next = ContinuousClock.now + .seconds(1)
    private var isShown = false

    /// Creates the progress of something.
    ///
    /// - Parameter verb: What was done with what is counted.
    init(_ verb: String) {
        self.verb = verb
    }

    /// Reports how far it is: at most once a second.
    func report(_ count: UInt64, of total: UInt64?) {
        guard isTerminal, .now >= next else { return }
        next = .now + .seconds(1)
        isShown = true
        write("\r\(verb): \(count)\(total.map { " of \($0)" } ?? "") entries")
    }

    /// Removes the line.
    func end() {
        guard isShown else { return }
        isShown = false
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }
}

@available(*, unavailable) extension Progress: Sendable {}
