#if Service

import Synchronization
import Testing

@testable import Database

@Suite("Enqueued statements") struct EnqueuedStatementTests {
    @Test("They run in order, and each has its result", arguments: TestEngine.all)
    func order(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            for _ in 0..<2 {
                let (counts, texts, n) = try await database.write { transaction throws(DatabaseError) in
                    let deleted = try transaction.enqueue("DELETE FROM t")
                    let added = try transaction.enqueue(
                        "INSERT INTO t VALUES ($1), ($2)", [.text("a"), .text("b")])
                    let found = try transaction.enqueue("SELECT v FROM t ORDER BY v")
                    let n = try transaction.query("SELECT count(*) AS n FROM t")[0].integer("n")
                    let counts = try [deleted.changeCount(), added.changeCount(), found.changeCount()]
                    let texts = try found.rows().map { row throws(DatabaseError) in try row.text("v") }
                    return (counts, texts, n)
                }
                #expect(counts[1...] == [2, 0])
                #expect(texts == ["a", "b"])
                #expect(n == 2)
            }
        }
    }

    @Test("A result that is asked for comes without another statement", arguments: TestEngine.all)
    func resultAlone(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let n = try await database.write { transaction throws(DatabaseError) in
                let update = try transaction.enqueue("UPDATE c SET n = n + 1")
                return try update.changeCount() + update.changeCount()
            }
            #expect(n == 2)
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 1)
        }
    }

    @Test("What nobody asks for is committed", arguments: TestEngine.all)
    func unasked(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            for text in ["a", "b"] {
                try await database.write { transaction throws(DatabaseError) in
                    try transaction.enqueue("INSERT INTO t VALUES ($1)", [.text(text)])
                    try transaction.enqueue("UPDATE c SET n = n + 1")
                }
            }
            #expect(try await database.texts == ["a", "b"])
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 2)
        }
    }

    @Test("One that fails fails the transaction, before or with the commit", arguments: TestEngine.all, [true, false])
    func failure(_ engine: TestEngine, _ isAsked: Bool) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await database.add("a")
            let sql = "INSERT INTO t VALUES ($1)"
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction throws(DatabaseError) in
                    try transaction.enqueue("UPDATE c SET n = 7")
                    let insert = try transaction.enqueue(sql, [.text("a")])
                    try transaction.enqueue("UPDATE c SET n = 8")
                    if isAsked { _ = try? insert.changeCount() }
                }
            }
            guard case .constraintViolated(sql, _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 0)
            try await database.add("after")
            #expect(try await database.texts == ["a", "after"])
        }
    }

    @Test("What is undone is not run", arguments: TestEngine.all, [true, false])
    func undone(_ engine: TestEngine, _ throwsError: Bool) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try? await database.write { transaction throws(DatabaseError) in
                try transaction.enqueue("INSERT INTO t VALUES ('a')")
                guard !throwsError else { throw .unexpectedColumn(name: "x") }
                transaction.rollBack()
            }
            #expect(try await database.texts == [])
            try await database.add("after")
            #expect(try await database.texts == ["after"])
        }
    }

    @Test("Races that are lost in them run the transaction again", arguments: TestEngine.all)
    func races(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await withThrowingTaskGroup { group in
                for number in 0..<100 {
                    group.addTask {
                        try await database.write { transaction throws(DatabaseError) in
                            let found = try transaction.enqueue("SELECT n FROM c")
                            try transaction.enqueue("INSERT INTO t VALUES ($1)", [.text("\(number)")])
                            let n = try found.rows()[0].integer("n")
                            try transaction.enqueue("UPDATE c SET n = $1", [.integer(n + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 100)
            #expect(try await database.texts.count == 100)
        }
    }

    @Test("They outlast the statements that a connection forgets", arguments: TestEngine.all)
    func forgotten(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let (first, last) = try await database.write { transaction throws(DatabaseError) in
                var all: [EnqueuedStatement] = []
                for number in 0..<600 { all.append(try transaction.enqueue("SELECT \(number) + 0 AS n")) }
                return (try all[0].rows()[0].integer("n"), try all[599].rows()[0].integer("n"))
            }
            #expect(first == 0)
            #expect(last == 599)
        }
    }

    @Test("Values that do not fit are refused where they are given", arguments: TestEngine.all, [true, false])
    func refused(_ engine: TestEngine, _ isMissing: Bool) async throws {
        let sql = "INSERT INTO t VALUES ($1)"
        let (values, refusal): ([DatabaseValue], DatabaseError) =
            isMissing ? ([], .parameterMismatch(sql: sql)) : ([.text("\0")], .unsupportedValue(sql: sql))
        try await engine.withDatabase(migrations: testSchema) { database in
            await #expect(throws: refusal) {
                try await database.write { transaction throws(DatabaseError) in
                    try transaction.enqueue("UPDATE c SET n = 7")
                    try transaction.enqueue(sql, values)
                    Issue.record("not refused")
                }
            }
            let n = try await database.query("SELECT n FROM c")[0].integer("n")
            #expect(n == 0)
        }
    }

    @Test("A result is not asked for after the transaction", arguments: TestEngine.all)
    func afterwards(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let kept = Mutex<Kept?>(nil)
            try await database.write { transaction throws(DatabaseError) in
                let update = try transaction.enqueue("UPDATE c SET n = 1")
                kept.withLock { $0 = Kept(statement: update) }
            }
            let error = #expect(throws: DatabaseError.self) {
                try kept.withLock { try $0?.statement.changeCount() }
            }
            #expect(error == .closed)
        }
    }

    private struct Kept: @unchecked Sendable {
        var statement: EnqueuedStatement
    }
}

#endif
