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
        let store = try Store(path: ":memory:")
        let ledger = DatabaseNonceLedger(database: store.database)
        for use in [use("n", 100), use("n", 101), use("n", 100, key: "l"), use("n", 100, token: ""), use("m", 100)] {
            #expect(try await ledger.record(use, horizon: 0) == .fresh)
            #expect(try await ledger.record(use, horizon: 0) == .replayed)
        }
        #expect(try await ledger.record(use("n", 100, token: "t"), horizon: 0) == .fresh)
    }

    @Test("Of concurrent uses of one nonce, one is fresh")
    func race() async throws {
        let store = try Store(path: ":memory:")
        let ledger = DatabaseNonceLedger(database: store.database)
        let verdicts = try await withThrowingTaskGroup(of: NonceVerdict.self) { group in
            for _ in 0..<20 { group.addTask { try await ledger.record(use("n", 100), horizon: 0) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.filter { $0 == .fresh }.count == 1)
    }

    @Test("Expired nonces are deleted in small batches, and never become fresh again")
    func forgetting() async throws {
        let store = try Store(path: ":memory:")
        let ledger = DatabaseNonceLedger(database: store.database)
        for number in 0..<10 {
            #expect(try await ledger.record(use("old \(number)", 100), horizon: 0) == .fresh)
        }
        for number in 0..<5 {
            #expect(try await ledger.record(use("new \(number)", 500), horizon: 200) == .fresh)
        }
        let rows = try await store.database.run { connection throws(DatabaseError) in
            try connection.query("SELECT count(*) AS n FROM nonces")
        }
        #expect(try rows[0].integer("n") == 5)
        // The clock was set back: 100 is within the window again, but a deleted nonce may be a replay.
        #expect(try await ledger.record(use("old 0", 100), horizon: 0) == .replayed)
        #expect(try await ledger.record(use("never seen", 199), horizon: 0) == .replayed)
        #expect(try await ledger.record(use("never seen", 200), horizon: 0) == .fresh)
    }
}

#endif
