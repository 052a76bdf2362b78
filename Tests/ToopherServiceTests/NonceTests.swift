#if Service

import Database
import OAuth1
import Testing

@testable import ToopherService

@Suite("Nonces in the database")
struct NonceTests {
    private func use(_ nonce: String, _ timestamp: Int64, key: String = "k", token: String? = nil) -> NonceUse {
        NonceUse(consumerKey: key, token: token, timestamp: timestamp, nonce: nonce)
    }

    @Test("A nonce is fresh once for each key, token and second")
    func once() async throws {
        let store = try Store.test()
        for use in [use("n", 100), use("n", 101), use("n", 100, key: "l"), use("n", 100, token: ""), use("m", 100)] {
            #expect(try await store.record(use, horizon: 0) == .fresh)
            #expect(try await store.record(use, horizon: 0) == .replayed)
        }
        #expect(try await store.record(use("n", 100, token: "t"), horizon: 0) == .fresh)
    }

    @Test("Of concurrent uses of one nonce, one is fresh")
    func race() async throws {
        let store = try Store.test()
        let verdicts = try await withThrowingTaskGroup(of: NonceVerdict.self) { group in
            for _ in 0..<20 { group.addTask { try await store.record(use("n", 100), horizon: 0) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.filter { $0 == .fresh }.count == 1)
    }

    @Test("A replay does nothing, and a refusal keeps its nonce")
    func transaction() async throws {
        let store = try Store.test()
        let nonce = try RequestNonce(use("n", 100), horizon: 0, refusal: .deviceNotSigned)
        func add(_ name: String, _ nonce: RequestNonce?, refused: Bool = false) async throws {
            try await store.transaction(recording: nonce) { transaction throws(DatabaseError) in
                try transaction.execute(
                    "INSERT INTO settings (name, value) VALUES ($1, $2)", [.text(name), .text("")])
                return refused ? .failure(.alreadyDecided) : .success(())
            }
        }
        try await add("a", nonce)
        let refusal = await #expect(throws: NonceRefusal.self) { try await add("b", nonce) }
        #expect(refusal?.verdict == .replayed && refusal?.response == .deviceNotSigned)
        #expect(try await store.count("settings") == 1)
        let other = try RequestNonce(use("m", 100), horizon: 0, refusal: .notSigned)
        await #expect(throws: ProtocolError.alreadyDecided) { try await add("c", other, refused: true) }
        await #expect(throws: NonceRefusal.self) { try await add("d", other) }
        #expect(try await store.count("settings") == 2)
        try await add("e", nil)
        #expect(try await store.count("nonces") == 2)
    }

    @Test("A look records its nonce with what it reads, and a replay sees nothing")
    func look() async throws {
        let store = try Store.test()
        func look(_ nonce: RequestNonce?, refused: Bool = false) async throws -> Int64 {
            try await store.look(recording: nonce) { connection throws(DatabaseError) in
                let counted = try connection.enqueue("SELECT count(*) AS n FROM nonces")
                return { () throws(DatabaseError) in
                    let n = try counted.rows()[0].integer("n")
                    return refused ? .failure(.notFound) : .success(n)
                }
            }
        }
        let nonce = try RequestNonce(use("n", 100), horizon: 0, refusal: .deviceNotSigned)
        #expect(try await look(nonce) == 1)
        let refusal = await #expect(throws: NonceRefusal.self) { try await look(nonce) }
        #expect(refusal?.verdict == .replayed && refusal?.response == .deviceNotSigned)
        #expect(try await store.record(use("n", 100), horizon: 0) == .replayed)
        let other = try RequestNonce(use("m", 100), horizon: 0, refusal: .notSigned)
        await #expect(throws: ProtocolError.notFound) { try await look(other, refused: true) }
        await #expect(throws: NonceRefusal.self) { try await look(other) }
        #expect(try await look(nil) == 2)
        try await store.forgetAllNonces(before: 200)
        for (timestamp, horizon, verdict) in [
            (100, 0, .forgotten(through: 100)), (100, 101, .replayed), (99, 0, .forgotten(through: 100)),
        ] as [(Int64, Int64, NonceVerdict)] {
            let old = try RequestNonce(use("never seen", timestamp), horizon: horizon, refusal: .notSigned)
            let refusal = await #expect(throws: NonceRefusal.self) { try await look(old) }
            #expect(refusal?.verdict == verdict)
        }
        #expect(try await look(nil) == 0)
    }

    @Test("A look that fails does not use up its nonce, unless it fails after the commit")
    func failedLook() async throws {
        let store = try Store.test()
        let nonce = try RequestNonce(use("n", 100), horizon: 0, refusal: .notSigned)
        await #expect(throws: DatabaseError.self) {
            try await store.look(recording: nonce) { connection throws(DatabaseError) in
                let missing = try connection.enqueue("SELECT n FROM missing_table")
                return { () throws(DatabaseError) in .success(try missing.rows().count) }
            }
        }
        await #expect(throws: DatabaseError.unexpectedColumn(name: "x")) {
            try await store.look(recording: nonce) { connection throws(DatabaseError) in
                let one = try connection.enqueue("SELECT 1 AS n")
                return { () throws(DatabaseError) in .success(try one.rows()[0].integer("x")) }
            }
        }
        #expect(try await store.record(use("n", 100), horizon: 0) == .replayed)
    }

    @Test("A transaction that fails does not use up its nonce")
    func failed() async throws {
        let store = try Store.test()
        let nonce = try RequestNonce(use("n", 100), horizon: 0, refusal: .notSigned)
        await #expect(throws: DatabaseError.self) {
            try await store.transaction(recording: nonce) { transaction throws(DatabaseError) in
                .success(try transaction.execute("INSERT INTO settings (name) VALUES ('a')"))
            }
        }
        #expect(try await store.record(use("n", 100), horizon: 0) == .fresh)
    }

    @Test("Expired nonces are deleted in batches, and never become fresh again")
    func forgetting() async throws {
        let store = try Store.test()
        for number in 0..<10 {
            #expect(try await store.record(use("old \(number)", 100 + Int64(number % 2)), horizon: 0) == .fresh)
        }
        for number in 0..<5 {
            #expect(try await store.record(use("new \(number)", 500), horizon: 200) == .fresh)
        }
        #expect(try await store.forgetNonces(before: 200, atLeast: 2))
        // All of a second or none.
        #expect(try await store.count("nonces") == 10)
        try await store.forgetAllNonces(before: 200)
        #expect(try await store.count("nonces") == 5)
        #expect(try await !store.forgetNonces(before: 200))
        // The clock was set back: 101 is within the window again, but a deleted nonce may be a replay.
        #expect(try await store.record(use("old 1", 101), horizon: 0) == .forgotten(through: 101))
        #expect(try await store.record(use("never seen", 100), horizon: 0) == .forgotten(through: 101))
        #expect(try await store.record(use("never seen", 101), horizon: 102) == .replayed)
        #expect(try await store.record(use("never seen", 102), horizon: 0) == .fresh)
    }

    @Test("A clock that is a day ahead for a moment locks out nobody, also after a restart")
    func clockAhead() async throws {
        let file = TemporaryDatabase()
        defer { file.remove() }
        let (start, day) = (Int64(1_000_000), Int64(86_400))
        var store = try Store.test(file.path)
        for number in 0..<3 {
            #expect(try await store.record(use("before \(number)", start + 20), horizon: start - 300) == .fresh)
        }
        #expect(try await store.record(use("ahead", start + day), horizon: start + day - 300) == .fresh)
        try await store.forgetAllNonces(before: start + day - 300)
        for isRestarted in [false, true] {
            if isRestarted {
                await store.database.close()
                store = try Store.test(file.path)
            }
            // The clock is right again. What is deleted may be a replay; what is newer cannot be one.
            for nonce in ["before 0", "before 2", "another"] {
                #expect(
                    try await store.record(use(nonce, start + 20), horizon: start - 299)
                        == .forgotten(through: start + 20))
            }
            let after = use("after \(isRestarted)", start + 21)
            #expect(try await store.record(after, horizon: start - 299) == .fresh)
            #expect(try await store.record(after, horizon: start - 299) == .replayed)
            #expect(try await store.record(use("ahead", start + day), horizon: start - 299) == .replayed)
        }
        await store.database.close()
    }
}

#endif
