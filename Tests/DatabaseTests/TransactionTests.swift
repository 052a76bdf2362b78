#if Service

import Synchronization
import Testing

@testable import Database

@Suite("Transactions") struct TransactionTests {
    @Test("Concurrent transactions that read and write the same row lose no update", arguments: TestEngine.all)
    func serializable(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await withThrowingTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.write { transaction throws(DatabaseError) in
                            let n = try transaction.query("SELECT n FROM c")[0].integer("n")
                            _ = try transaction.execute("UPDATE c SET n = $1", [.integer(n + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 100)
        }
    }

    @Test("Of concurrent transactions that look before they add, one adds", arguments: TestEngine.all)
    func writeSkew(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let added = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await database.write { transaction throws(DatabaseError) in
                            let isEmpty = try transaction.query("SELECT count(*) AS n FROM t")[0].integer("n") == 0
                            if isEmpty {
                                try transaction.execute("INSERT INTO t VALUES ($1)", [.text("\(number)")])
                            }
                            return isEmpty
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(added == 1)
            #expect(try await database.texts.count == 1)
        }
    }

    @Test("An error is thrown unchanged, and undoes the transaction", arguments: TestEngine.all)
    func rollback(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            await #expect(throws: DatabaseError.unexpectedColumn(name: "x")) {
                try await database.write { transaction throws(DatabaseError) in
                    try transaction.execute("UPDATE c SET n = 7")
                    throw .unexpectedColumn(name: "x")
                }
            }
            #expect(try await database.query("SELECT n FROM c")[0].integer("n") == 0)
            try await database.add("after")
            #expect(try await database.texts == ["after"])
        }
    }

    @Test("A transaction can be taken back and have a result", arguments: TestEngine.all)
    func takenBack(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let count = try await database.write { transaction throws(DatabaseError) in
                try transaction.execute("INSERT INTO t VALUES ('a')")
                transaction.rollBack()
                return try transaction.query("SELECT v FROM t").count
            }
            #expect(count == 1)
            #expect(try await database.texts == [])
        }
    }

    @Test("A failed statement fails the transaction, even if its error is caught", arguments: TestEngine.all)
    func caughtFailure(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            try await database.add("a")
            let isRepeated = Mutex(false)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction throws(DatabaseError) in
                    try transaction.execute("INSERT INTO t VALUES ('b')")
                    let first = #expect(throws: DatabaseError.self) {
                        try transaction.execute("INSERT INTO t VALUES ('a')")
                    }
                    let second = #expect(throws: DatabaseError.self) { try transaction.query("SELECT v FROM t") }
                    isRepeated.withLock { $0 = first == second }
                }
            }
            guard case .constraintViolated? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(isRepeated.withLock { $0 })
            #expect(try await database.texts == ["a"])
        }
    }

    @Test("A read sees one state, and what was committed before it", arguments: TestEngine.all)
    func snapshot(_ engine: TestEngine) async throws {
        // In memory there is one connection: nothing is written while a read runs.
        try await engine.withDatabase(migrations: testSchema) { database in
            try await database.add("a")
            let gate = Gate()
            async let read = database.read { connection throws(DatabaseError) in
                let before = try connection.query("SELECT v FROM t").count
                if engine != .memory { gate.pass() }
                return (before, try connection.query("SELECT v FROM t").count)
            }
            if engine != .memory {
                await gate.arrival()
                try await database.add("b")
                gate.open()
            }
            let counts = try await read
            #expect(counts == (1, 1))
        }
    }

    @Test("A read cannot write", arguments: TestEngine.all)
    func readOnly(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let sql = "INSERT INTO t VALUES ('a')"
            await #expect(throws: DatabaseError.readOnly(sql: sql)) { try await database.query(sql) }
            await #expect(throws: DatabaseError.readOnly(sql: sql)) {
                try await database.read { connection throws(DatabaseError) in try connection.query(sql) }
            }
            try await database.add("b")
            #expect(try await database.texts == ["b"])
        }
    }

    @Test("A connection is of no use after its closure", arguments: TestEngine.all)
    func escaped(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema) { database in
            let kept = Kept()
            _ = try await database.write { transaction throws(DatabaseError) in
                kept.connection = transaction
            }
            #expect(throws: DatabaseError.closed) { try kept.connection?.query("SELECT 1") }
        }
    }

    @Test("Notifications are heard after the commit, and only then", arguments: TestEngine.all)
    func notifications(_ engine: TestEngine) async throws {
        let heard = Mutex<[DatabaseNotification]>([])
        try await engine.withDatabase(
            migrations: testSchema, onNotification: { notification in heard.withLock { $0.append(notification) } }
        ) { database in
            try await database.write { transaction throws(DatabaseError) in
                try transaction.notify("one")
                try transaction.notify("two 🐢 ' \\")
                try transaction.notify("one")
                #expect(heard.withLock { $0 }.isEmpty)
            }
            #expect(heard.withLock { $0 } == [.payload("one"), .payload("two 🐢 ' \\")])
            try await database.write { transaction throws(DatabaseError) in
                try transaction.notify("taken back")
                transaction.rollBack()
            }
            await #expect(throws: DatabaseError.closed) {
                try await database.write { transaction throws(DatabaseError) in
                    try transaction.notify("failed")
                    throw DatabaseError.closed
                }
            }
            for payload in ["\u{0}", String(repeating: "x", count: Transaction.maximumNotificationBytes + 1)] {
                await #expect(throws: DatabaseError.unsupportedValue(sql: "NOTIFY")) {
                    try await database.write { transaction throws(DatabaseError) in try transaction.notify(payload) }
                }
            }
            let longest = String(repeating: "x", count: Transaction.maximumNotificationBytes)
            try await database.write { transaction throws(DatabaseError) in try transaction.notify(longest) }
            #expect(heard.withLock { $0.dropFirst(2) } == [.payload(longest)])
        }
    }
}

/// What a closure must not keep.
private final class Kept: @unchecked Sendable {
    // Sendable because the test uses it after the call.
    var connection: Connection?
}

#endif
