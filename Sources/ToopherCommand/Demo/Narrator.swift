#if Service

import Synchronization

/// Prints what happens, in numbered steps.
final class Narrator: Sendable {
    private let steps = Mutex(0)

    /// Begins a step.
    func step(_ title: String) {
        steps.withLock { number in
            number += 1
            print("\n\(number). \(title)")
        }
    }

    /// Prints a line under the current step.
    func say(_ line: String) {
        steps.withLock { _ in
            print("   \(line)")
            flushStandardOutput()
        }
    }

    /// Prints an outcome; throws if it is not the expected one.
    func expect(_ isExpected: Bool, _ outcome: String) throws {
        say((isExpected ? "✓ " : "✗ ") + outcome)
        guard isExpected else { throw CommandError("not the expected outcome: \(outcome)") }
    }
}

#endif
