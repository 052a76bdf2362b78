#if Service

import Synchronization

/// Tells a person what happens, in numbered steps.
final class Narrator: Sendable {
    private let steps = Mutex(0)

    /// Begins a step.
    func step(_ title: String) {
        steps.withLock { number in
            number += 1
            print("\n\(number). \(title)")
        }
    }

    /// One line under the current step.
    func say(_ line: String) {
        steps.withLock { _ in print("   \(line)") }
    }

    /// Says what came out, and fails when it is not what had to.
    func expect(_ isExpected: Bool, _ outcome: String) throws {
        say((isExpected ? "✓ " : "✗ ") + outcome)
        guard isExpected else { throw CommandError("not what was expected: \(outcome)") }
    }
}

#endif
