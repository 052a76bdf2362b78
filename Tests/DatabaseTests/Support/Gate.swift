#if Service

import Synchronization

@testable import Database

/// Holds a thread of a database until a test opens it.
final class Gate: Sendable {
    private let isOpen = Monitor(false)
    private let arrivals = AsyncStream<Never>.makeStream()

    /// Blocks the calling thread until the gate is open.
    func pass() {
        arrivals.continuation.finish()
        _ = isOpen.wait { $0 ? true : nil }
    }

    /// Waits until a thread is at the gate.
    func arrival() async {
        for await _ in arrivals.stream {}
    }

    func open() {
        isOpen.withLock { $0 = true }
        isOpen.broadcast()
    }
}

extension Database {
    /// Waits until so many calls wait for their turn.
    func waitForWaiting(_ count: Int) async {
        while statistics.waiting < count, !Task.isCancelled { await Task.yield() }
    }
}

#endif
