#if Service

import Synchronization

@testable import Database

/// Holds a thread of a database until a test opens it.
final class Gate: Sendable {
    private let state = Monitor((hasArrived: false, isOpen: false))

    /// Blocks the calling thread until the gate is open.
    func pass() {
        state.withLock { $0.hasArrived = true }
        state.broadcast()
        _ = state.wait { $0.isOpen ? true : nil }
    }

    /// Waits until a thread is at the gate.
    func arrival() async {
        while !state.withLock({ $0.hasArrived }) { await Task.yield() }
    }

    func open() {
        state.withLock { $0.isOpen = true }
        state.broadcast()
    }
}

extension Database {
    /// Waits until so many calls wait for their turn.
    func waitForWaiting(_ count: Int) async {
        while statistics.waiting < count { await Task.yield() }
    }
}

#endif
