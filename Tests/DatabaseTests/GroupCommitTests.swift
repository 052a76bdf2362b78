#if Service

import Synchronization
import TestSupport
import Testing

@testable import Database

@Suite("SQLite commits in groups") struct GroupCommitTests {
    /// Options with which a slow machine ends no group early.
    var patient: DatabaseOptions {
        var options = DatabaseOptions()
        options.groupTime = .seconds(600)
        // What waits for the group must not expire before all of it waits, however busy the machine is.
        options.queueTimeout = .seconds(600)
        return options
    }

    /// Runs `calls` as one group: they are queued while another transaction holds the writer.
    func withGroup(
        _ database: Database, _ calls: [@Sendable (Database) async -> Void]
    ) async throws {
        let gate = Gate()
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await database.write { transaction throws(DatabaseError) in
                    transaction.rollBack()
                    gate.pass()
                }
            }
            await gate.arrival()
            for (index, call) in calls.enumerated() {
                group.addTask { await call(database) }
                await database.waitForWaiting(index + 1)
            }
            gate.open()
            try await group.waitForAll()
        }
    }

    @Test("Many writers share few commits, and each hears of its result after the commit")
    func grouped() async throws {
        try await TestEngine.file.withDatabase(migrations: testSchema) { database in
            try await withThrowingTaskGroup { group in
                for number in 0..<500 {
                    group.addTask {
                        try await database.add("\(number)")
                        // A reader of its own sees it.
                        let rows = try await database.query("SELECT v FROM t WHERE v = $1", [.text("\(number)")])
                        #expect(rows.count == 1)
                    }
                }
                try await group.waitForAll()
            }
            let statistics = database.statistics
            #expect(statistics.transactions == 500)
            #expect(statistics.commits < 250)
            #expect(try await database.texts.count == 500)
        }
    }

    @Test("A transaction that fails takes nothing of the others with it", arguments: [TestEngine.memory, .file])
    func failureInTheMiddle(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema, options: patient) { database in
            let commits = database.statistics.commits
            let failures = Mutex(0)
            let add: @Sendable (String) -> @Sendable (Database) async -> Void = { text in
                { database in
                    do {
                        try await database.add(text)
                    } catch {
                        failures.withLock { $0 += 1 }
                    }
                }
            }
            try await withGroup(database, [add("a"), add("b"), add("a"), add("c"), add("b"), add("d")])
            #expect(try await database.texts == ["a", "b", "c", "d"])
            #expect(failures.withLock { $0 } == 2)
            #expect(database.statistics.commits == commits + 1)
            #expect(database.statistics.repetitions == 0)
        }
    }

    @Test(
        "After an error that undoes the group, each transaction is run again alone",
        arguments: [TestEngine.memory, .file])
    func fullDisk(_ engine: TestEngine) async throws {
        try await engine.withDatabase(migrations: testSchema, options: patient) { database in
            _ = try await database.write { transaction throws(DatabaseError) in
                let size = try transaction.query("PRAGMA page_count")[0].integer("page_count")
                return try transaction.query("PRAGMA max_page_count = \(size + 4)")
            }
            let large = String(repeating: "x", count: 200_000)
            let errors = Mutex<[DatabaseError]>([])
            let add: @Sendable (String) -> @Sendable (Database) async -> Void = { text in
                { database in
                    do throws(DatabaseError) {
                        try await database.add(text)
                    } catch {
                        errors.withLock { $0.append(error) }
                    }
                }
            }
            try await withGroup(database, [add("a"), add("b"), add(large), add("c")])
            #expect(errors.withLock { $0 } == [.diskFull(sql: "INSERT INTO t VALUES ($1)")])
            #expect(try await database.texts == ["a", "b", "c"])
            // The one that held the writer, and the first three.
            #expect(database.statistics.repetitions == 4)
        }
    }

    @Test("A failed commit fails every transaction of its group, and those after it run")
    func failedCommit() async throws {
        // A deferred constraint is checked by the commit.
        let schema =
            testSchema + [
                Migration(
                    version: 2, name: "deferred",
                    statements: ["CREATE TABLE r (v TEXT REFERENCES t (v) DEFERRABLE INITIALLY DEFERRED)"])
            ]
        try await TestEngine.file.withDatabase(migrations: schema, options: patient) { database in
            let errors = Mutex<[DatabaseError]>([])
            try await withGroup(
                database,
                [
                    { try? await $0.add("a") },
                    { database in
                        do throws(DatabaseError) {
                            try await database.write { transaction throws(DatabaseError) in
                                _ = try transaction.execute("INSERT INTO r VALUES ('missing')")
                            }
                        } catch {
                            errors.withLock { $0.append(error) }
                        }
                    },
                    { try? await $0.add("b") },
                ])
            #expect(
                errors.withLock { $0 } == [
                    .constraintViolated(sql: "COMMIT", message: "FOREIGN KEY constraint failed")
                ])
            #expect(try await database.texts == ["a", "b"])
            #expect(try await database.query("SELECT v FROM r").isEmpty)
        }
    }
}

#endif
