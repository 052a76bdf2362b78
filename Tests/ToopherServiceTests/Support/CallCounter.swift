#if Service

import Synchronization

/// Counts calls.
final class CallCounter: Sendable {
    private let count = Mutex(0)

    /// Returns how often this was called before.
    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}

#endif
