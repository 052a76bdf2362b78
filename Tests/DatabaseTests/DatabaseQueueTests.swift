#if Service

import Database
import Glibc
import TestSupport
import Testing

@Suite("DatabaseQueue") struct DatabaseQueueTests {
    let counter = [
        Migration(version: 1, name: "counter", statements: ["CREATE TABLE c (n BIGINT)", "INSERT INTO c VALUES (0)"])
    ]

    @Test("Concurrent read-modify-write transactions lose no update")
    func serialised() async throws {
        let database = try DatabaseQueue(path: ":memory:", migrations: counter)
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    try await database.transaction { connection throws(DatabaseError) in
                        let n = try connection.query("SELECT n FROM c")[0].integer("n")
                        _ = try connection.execute("UPDATE c SET n = $1", [.integer(n + 1)])
                    }
                }
            }
            try await group.waitForAll()
        }
        let n = try await database.run { connection throws(DatabaseError) in
            try connection.query("SELECT n FROM c")[0].integer("n")
        }
        #expect(n == 200)
    }

    @Test("Every call runs on the thread of the database")
    func ownThread() async throws {
        let database = try DatabaseQueue(path: ":memory:")
        var threads: Set<UInt> = []
        for _ in 0..<20 {
            threads.insert(await database.currentThread())
        }
        #expect(threads.count == 1)
    }

    @Test("An error in a transaction is thrown unchanged, and rolls it back")
    func rollback() async throws {
        let database = try DatabaseQueue(path: ":memory:", migrations: counter)
        await #expect(throws: DatabaseError.unexpectedColumn(name: "x")) {
            try await database.transaction { connection throws(DatabaseError) in
                try connection.execute("UPDATE c SET n = 7")
                throw .unexpectedColumn(name: "x")
            }
        }
        let rows = try await database.run { connection throws(DatabaseError) in try connection.query("SELECT n FROM c")
        }
        #expect(rows.map(\.values) == [[.integer(0)]])
    }

    @Test("Many databases can be opened and closed one after another")
    func lifetime() async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        for _ in 0..<30 {
            let database = try DatabaseQueue(path: folder.file("test.sqlite"))
            _ = try await database.run { connection throws(DatabaseError) in try connection.query("SELECT 1") }
            await database.close()
            await #expect(throws: DatabaseError.closed) {
                try await database.run { connection throws(DatabaseError) in try connection.query("SELECT 1") }
            }
        }
    }
}

extension DatabaseQueue {
    func currentThread() -> UInt { UInt(pthread_self()) }
}

#endif
