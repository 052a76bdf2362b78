#if Service

import Database
import OAuth1
import Testing

@testable import ToopherService

@Suite("The nonce ledger in the database") struct NonceLedgerTests {
    func use(_ nonce: String, _ timestamp: Int64, key: String = "k", token: String? = nil) -> NonceUse {
        NonceUse(consumerKey: key, token: token, timestamp: timestamp, nonce: nonce)
    }

    @Test("A nonce is fresh once for each key, token and second")
    func once() async throws {
        let store = try Store(path: EmptyDatabase.make())
        let ledger = DatabaseNonceLedger(database: store.database)
        for use in [use("n", 100), use("n", 101), use("n", 100, key: "l"), use("n", 100, token: ""), use("m", 100)] {
            #expect(try await ledger.record(use, horizon: 0) == .fresh)
            #expect(try await ledger.record(use, horizon: 0) == .replayed)
        }
        #expect(try await ledger.record(use("n", 100, token: "t"), horizon: 0) == .fresh)
    }

    @Test("Of concurrent uses of one nonce, one is fresh")
    func race() async throws {
        let store = try Store(path: EmptyDatabase.make())
        let ledger = DatabaseNonceLedger(database: store.database)
        let verdicts = try await withThrowingTaskGroup(of: NonceVerdict.self) { group in
            for _ in 0..<20 { group.addTask { try await ledger.record(use("n", 100), horizon: 0) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.filter { $0 == .fresh }.count == 1)
    }

    @Test("Expired nonces are deleted in small batches, and never become fresh again")
    func forgetting() async throws {
        let store = try Store(path: EmptyDatabase.make())
        let ledger = DatabaseNonceLedger(database: store.database)
        for number in 0..<10 {
            #expect(try await ledger.record(use("old \(number)", 100), horizon: 0) == .fresh)
        }
        for number in 0..<5 {
            #expect(try await ledger.record(use("new \(number)", 500), horizon: 200) == .fresh)
        }
        let rows = try await store.database.query("SELECT count(*) AS n FROM nonces")
        #expect(try rows[0].integer("n") == 5)
        // The clock was set back: 100 is within the window again, but a deleted nonce may be a replay.
        #expect(try await ledger.record(use("old 0", 100), horizon: 0) == .forgotten(through: 100))
        #expect(try await ledger.record(use("never seen", 100), horizon: 0) == .forgotten(through: 100))
        #expect(try await ledger.record(use("never seen", 100), horizon: 101) == .replayed)
        #expect(try await ledger.record(use("never seen", 101), horizon: 0) == .fresh)
    }

    @Test("A clock that is a day ahead for a moment locks out nobody, also after a restart")
    func clockAhead() async throws {
        let file = TemporaryDatabase()
        defer { file.remove() }
        let (start, day) = (Int64(1_000_000), Int64(86_400))
        var store = try Store(path: file.path)
        var ledger = DatabaseNonceLedger(database: store.database)
        for number in 0..<3 {
            #expect(try await ledger.record(use("before \(number)", start + 20), horizon: start - 300) == .fresh)
        }
        #expect(try await ledger.record(use("ahead", start + day), horizon: start + day - 300) == .fresh)
        for isRestarted in [false, true] {
            if isRestarted {
                await store.database.close()
                store = try Store(path: file.path)
                ledger = DatabaseNonceLedger(database: store.database)
            }
            // The clock is right again. What is deleted may be a replay; what is newer cannot be one.
            for nonce in ["before 0", "before 2", "another"] {
                #expect(
                    try await ledger.record(use(nonce, start + 20), horizon: start - 299)
                        == .forgotten(through: start + 20))
            }
            let after = use("after \(isRestarted)", start + 21)
            #expect(try await ledger.record(after, horizon: start - 299) == .fresh)
            #expect(try await ledger.record(after, horizon: start - 299) == .replayed)
            #expect(try await ledger.record(use("ahead", start + day), horizon: start - 299) == .replayed)
        }
        await store.database.close()
    }
}

#endif
