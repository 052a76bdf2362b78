#if Service

internal import CryptoCore
internal import Database
internal import Logging
internal import MerkleLog
internal import OAuth1
internal import Synchronization

/// Gives what has happened its place in the log: about once a second, some node appends what is new to the tree, and signs the
/// head.
///
/// No transaction waits for it. What it has not sealed when the process ends, the next one seals.
final class AuditSealer: Sendable {
    /// The most entries of a transaction, so that others can pass.
    private static let batchCount = 500
    /// How long it looks for nothing: for what another process has done that notified nobody.
    private static let longestWait = Duration.seconds(30)

    private let store: Store
    private let alarm: Alarm
    private let clock: UnixClock
    private let logger: Logger
    private let pause: @Sendable () async throws -> Void
    private let lastFailure = Mutex("")
    private let metrics: EntryMetrics?

    /// Creates a sealer.
    ///
    /// - Parameter pause: Waits for what else happens, from what was first.
    init(
        store: Store, alarm: Alarm, clock: @escaping UnixClock, logger: Logger, counting metrics: EntryMetrics? = nil,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }
    ) {
        self.store = store
        self.alarm = alarm
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        self.pause = pause
    }

    /// Seals until the task is cancelled.
    func run() async {
        repeat {
            do {
                try await sealAll()
                lastFailure.withLock { $0 = "" }
            } catch {
                if Task.isCancelled { return }
                note("\(error)")
            }
            await alarm.wait(atMost: Self.longestWait)
        } while (try? await pause()) != nil
    }

    /// Seals everything that has no place yet.
    ///
    /// - Throws: `DatabaseError`, `CryptoError`, ``AuditDamage``.
    func sealAll() async throws {
        while let batch = try await store.nextAuditBatch(atMost: Self.batchCount) {
            guard let keyID = batch.keyID else {
                try await store.createAuditKey(now: clock())
                continue
            }
            // Another node may have another key made meanwhile, or seal the same: then what is left is read again.
            guard let key = try await store.auditKey(id: keyID) else { continue }
            do {
                if try await store.store(batch.sealed(with: key, now: clock())) { metrics?.count(batch.entries) }
            } catch DatabaseError.constraintViolated {
                // The stored tree is not that of the entries: somebody has changed it.
                let rebuilt = try await store.rebuildAuditTree()
                guard rebuilt != batch.tree else { throw AuditDamage(count: rebuilt.size) }
            }
        }
    }

    /// Notes a failure once, however often it happens.
    private func note(_ failure: String) {
        let isNew = lastFailure.withLock { last in
            defer { last = failure }
            return last != failure
        }
        if isNew { logger.error("decisions could not be sealed", metadata: ["error": "\(failure)"]) }
    }
}

#endif
