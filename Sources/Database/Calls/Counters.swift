#if Service

internal import Platform

/// The statistics of a database, counted by its threads.
final class Counters: Sendable {
    private let state = Lock(DatabaseStatistics())

    var values: DatabaseStatistics { state.withLock { $0 } }

    func update(_ change: (inout DatabaseStatistics) -> Void) {
        state.withLock { change(&$0) }
    }
}

#endif
