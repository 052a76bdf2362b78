#if Service

import AuditLog
import CryptoCore
import Database
import Logging
import Platform
import Testing

@testable import ToopherService

@Suite("Sealing the log")
struct AuditSealerTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func sealer(_ store: Store, _ pause: @escaping @Sendable () async throws -> Void = {}) -> AuditSealer {
        AuditSealer(store: store, alarm: Alarm(), clock: { 1_700_000_000 }, logger: Self.logger, pause: pause)
    }

    private func add(_ count: Int, to store: Store) async throws {
        try await store.database.write { transaction throws(DatabaseError) in
            for number in 0..<count {
                try Store.record(AuditEvent("test", [("number", .integer(Int64(number)))]), now: 5, transaction)
            }
        }
    }

    private func verify(_ store: Store) async throws -> LogSummary {
        var lines: [[UInt8]] = []
        _ = try await AuditExporter(store: store).export(progress: { _, _ in }) { lines.append($0) }
        var rest = lines[...]
        return try await LogVerification.run(kept: [], threadCount: 1, nextLine: { rest.popFirst() })
    }

    @Test("Entries get their places in the order in which they came, also more than fit into one transaction")
    func order() async throws {
        let store = try Store.test()
        try await add(1200, to: store)
        try await sealer(store).sealAll()
        let summary = try await verify(store)
        #expect(summary.entryCount == 1201 && summary.headCount == 3)
        let rows = try await store.database.query("SELECT entry FROM audit_entries ORDER BY position")
        for (number, row) in rows.dropFirst().enumerated() {
            #expect(try row.text("entry") == #"{"number":\#(number),"time":5,"type":"test"}"#)
        }
        #expect(try await store.count("audit_pending") == 0)
        try await sealer(store).sealAll()
        #expect(try await store.count("audit_heads") == 3, "without an entry there is no head")
    }

    @Test("Of several nodes that seal at once each entry gets one place, and no place is free")
    func nodes() async throws {
        let store = try Store.test()
        for _ in 0..<3 {
            try await add(600, to: store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await sealer(store).sealAll() } }
                group.addTask { for _ in 0..<20 { try await add(3, to: store) } }
                try await group.waitForAll()
            }
        }
        try await sealer(store).sealAll()
        #expect(try await verify(store).entryCount == 1981)
        #expect(try await store.count("audit_keys") == 1)
        #expect(try await store.count("audit_pending") == 0)
    }

    @Test("A transaction that is taken back leaves no entry")
    func rollback() async throws {
        let store = try Store.test()
        try await store.database.write { transaction throws(DatabaseError) in
            try Store.record(AuditEvent("test", []), now: 5, transaction)
            transaction.rollBack()
        }
        try await sealer(store).sealAll()
        #expect(try await store.count("audit_entries") == 0)
        #expect(try await store.count("audit_keys") == 0)
    }

    @Test("The service seals about a second after something has happened, and sleeps while nothing does")
    func running() async throws {
        try await Harness.run { harness in
            let core = harness.service.core
            let (pauses, continuation) = AsyncStream<Void>.makeStream()
            let sealer = AuditSealer(
                store: core.store, alarm: core.caches.audit, clock: core.clock, logger: Self.logger,
                pause: { continuation.yield() })
            let task = Task { await sealer.run() }
            var iterator = pauses.makeAsyncIterator()
            // The pause after the first one has ended is over: everything before it was sealed.
            _ = try await harness.requester()
            _ = await iterator.next()
            _ = try await harness.requester("Second")
            _ = await iterator.next()
            #expect(try await core.store.count("audit_entries") >= 2)
            task.cancel()
            continuation.finish()
            await task.value
        }
    }

    @Test("A failure is in the log of the service once, until sealing succeeds")
    func failures() async throws {
        let log = LogRecorder()
        let store = try Store.test()
        try await add(1, to: store)
        try await sealer(store).sealAll()
        try await add(1, to: store)
        try await store.database.write { transaction throws(DatabaseError) in
            _ = try transaction.execute("DELETE FROM audit_tree")
            _ = try transaction.execute("DELETE FROM audit_entries WHERE position = 0")
        }
        let alarm = Alarm()
        let (pauses, continuation) = AsyncStream<Void>.makeStream()
        let sealer = AuditSealer(
            store: store, alarm: alarm, clock: { 1 }, logger: log.logger(), pause: { continuation.yield() })
        let task = Task { await sealer.run() }
        var iterator = pauses.makeAsyncIterator()
        for _ in 0..<3 {
            alarm.ring()
            _ = await iterator.next()
        }
        task.cancel()
        await task.value
        let lines = log.text.split(separator: "\n").filter { $0.contains("could not be sealed") }
        #expect(lines.count == 1 && lines[0].contains("damaged from entry 0 on"), "\(log.text)")
    }

    @Test("A key is sealed with the key file, moves with it, and another one continues the log")
    func keys() async throws {
        let store = try Store.test()
        try await add(1, to: store)
        try await sealer(store).sealAll()
        let other = try SecretSealer(SecretBytes([UInt8](repeating: 8, count: 32)))
        _ = try await store.claim()
        #expect(try await store.reseal(with: other, now: 6) == 1)
        let resealed = Store(database: store.database, sealer: other)
        await #expect(throws: DatabaseError.self) { try await sealer(store).sealAll() }
        try await sealer(resealed).sealAll()
        let key = try await resealed.rotateAuditKey(now: 7)
        try await add(1, to: resealed)
        try await sealer(resealed).sealAll()
        let summary = try await verify(resealed)
        #expect(summary.entryCount == 5 && summary.head?.head.keyID == key.id)
        #expect(try await store.count("audit_keys") == 2)
        #expect(try await store.count("audit_secrets") == 1)
        #expect(try await resealed.keptHead()?.key.id == key.id)
        let types = try await store.database.query("SELECT entry FROM audit_entries ORDER BY position").map { row in
            AuditEntry(bytes: Array(try row.text("entry").utf8))?.type
        }
        #expect(types == ["log_key", "test", "secrets_resealed", "log_key", "test"])
    }

    @Test("An empty log has no head, and its export is valid")
    func empty() async throws {
        let store = try Store.test()
        #expect(try await store.keptHead() == nil)
        let summary = try await verify(store)
        #expect(summary.entryCount == 0 && summary.head == nil)
    }
}

#endif
