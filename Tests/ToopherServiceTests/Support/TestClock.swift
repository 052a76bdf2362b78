#if Service

import Synchronization

/// A clock that a test advances.
final class TestClock: Sendable {
    private let seconds: Mutex<Int64>

    init(_ seconds: Int64 = 1_700_000_000) {
        self.seconds = Mutex(seconds)
    }

    var now: Int64 { seconds.withLock { $0 } }

    func advance(by interval: Int64) { seconds.withLock { $0 += interval } }
}

#endif
