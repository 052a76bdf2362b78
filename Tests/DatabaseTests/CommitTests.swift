#if Service

import Synchronization
import TestPostgreSQL
import Testing

@testable import Database

@Suite("Commits inside a transaction") struct CommitTests {
    @Test("Results are there after the commit, and nothing can be run any more", arguments: TestEngine.all)
    func results(_ engine: TestEngine) async throws {
        let heard = Mutex<[DatabaseNotification]>([])
        try await engine.withDatabase(
            migrations: testSchema, onNotification: { notification in heard.withLock { $0.append(notification) } }
        ) { database in
            let (count, n) = try await database.write { transaction throws(DatabaseError) in
                let insertion = try transaction.enqueue("INSERT INTO t VALUES ('a'), ('b')")
                let found = try transaction.enqueue("SELECT n FROM c")
                try transaction.notify("x")
                try transaction.commit()
                transaction.rollBack()
                for _ in 0..<2 {
                    #expect(throws: DatabaseError.closed) { try transaction.query("SELECT 1") }
                    #expect(throws: DatabaseError.closed) { try transaction.enqueue("DELETE FROM t") }
                    #expect(throws: DatabaseError.closed) { try transaction.notify("y") }
                    #expect(throws: DatabaseError.closed) { try transaction.commit() }
                }
                return (try insertion.changeCount(), try found.rows()[0].integer("n"))
            }
            #expect(count == 2)
            #expect(n == 0)
            #expect(try await database.texts == ["a", "b"])
            #expect(heard.withLock { $0 } == [.payload("x")])
            #expect(database.statistics.transactions == 1)
        }
    }

    @Test("What is thrown after the commit undoes nothing, and runs nothing again", arguments: TestEngine.all)
    func thrownAfterwards(_ engine: TestEngine) async throws {
        // The errors after which a transaction is run again.
        let errors = [
            DatabaseError.serializationFailed(sql: "x"), .connectionLost(outcomeUnknown: false, reason: "x"),
            .unexpectedColumn(name: "x"),
        ]
        try await engine.withDatabase(migrations: testSchema) { database in
            for (number, error) in errors.enumerated() {
                let attempts = Mutex(0)
                await #expect(throws: error) {
                    try await database.write { transaction throws(DatabaseError) in
                        attempts.withLock { $0 += 1 }
                        try transaction.enqueue("INSERT INTO t VALUES ($1)", [.text("\(number)")])
                        try transaction.commit()
                        throw error
                    }
                }
                #expect(attempts.withLock { $0 } == 1)
            }
            #expect(try await database.texts == ["0", "1", "2"])
            try await database.add("after")
            #expect(try await database.texts.count == 4)
        }
    }

    @Test("A statement that fails with the commit fails the transaction, caught or not", arguments: TestEngine.all)
    func failed(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await database.add("a")
            for isCaught in [true, false] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { transaction throws(DatabaseError) in
                        try transaction.execute("UPDATE c SET n = 7")
                        do throws(DatabaseError) {
                            try transaction.enqueue("INSERT INTO t VALUES ('a')")
                            try transaction.commit()
                        } catch {
                            guard isCaught else { throw error }
                        }
                    }
                }
                guard case .constraintViolated? = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 0)
            }
        }
    }

    @Test("What is taken back is not committed", arguments: TestEngine.all)
    func takenBack(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await database.write { transaction throws(DatabaseError) in
                try transaction.execute("INSERT INTO t VALUES ('a')")
                transaction.rollBack()
                #expect(throws: DatabaseError.closed) { try transaction.commit() }
            }
            #expect(try await database.texts == [])
        }
    }

    @Test("An empty transaction can be committed", arguments: TestEngine.all)
    func empty(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let n = try await database.write { transaction throws(DatabaseError) in
                try transaction.commit()
                return 7
            }
            #expect(n == 7)
            try await database.add("after")
        }
    }

    @Test("A race that is lost at the commit runs the transaction again", .enabled(if: TestPostgreSQL.isInstalled))
    func race() async throws {
        try await TestEngine.postgreSQL.withDatabase(migrations: testSchema) { database in
            let attempts = Mutex(0)
            let gate = Gate()
            async let late = database.write { transaction throws(DatabaseError) in
                let isFirst = attempts.withLock { attempts in
                    attempts += 1
                    return attempts == 1
                }
                let n = try transaction.query("SELECT count(*) AS n FROM t")[0].integer("n")
                let insertion = try transaction.enqueue("INSERT INTO t VALUES ($1)", [.text("late \(n)")])
                // Only the commit is left.
                _ = try insertion.changeCount()
                if isFirst { gate.pass() }
                try transaction.commit()
                return n
            }
            await gate.arrival()
            try await database.write { transaction throws(DatabaseError) in
                let n = try transaction.query("SELECT count(*) AS n FROM t")[0].integer("n")
                try transaction.enqueue("INSERT INTO t VALUES ($1)", [.text("early \(n)")])
                try transaction.commit()
            }
            gate.open()
            #expect(try await late == 1)
            #expect(attempts.withLock { $0 } == 2)
            #expect(try await database.texts == ["early 0", "late 1"])
            #expect(database.statistics.repetitions == 1)
        }
    }
}

#endif
