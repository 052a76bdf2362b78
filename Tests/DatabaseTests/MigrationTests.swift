#if Service

import Database
import Testing

@Suite("Migrations") struct MigrationTests {
    let history = [
        Migration(version: 1, name: "a table", statements: ["CREATE TABLE t (v TEXT)"]),
        Migration(version: 2, name: "a row", statements: ["INSERT INTO t VALUES ('x')", "INSERT INTO t VALUES ('y')"]),
    ]

    @Test("Each step runs once and in order", arguments: TestEngine.persistent)
    func order(_ engine: TestEngine) async throws {
        try await engine.withLocation { location in
            for migrations in [Array(history.prefix(1)), history, history, []] {
                let database = try Database(location, migrations: migrations)
                await database.close()
            }
            let database = try Database(location, migrations: history)
            #expect(try await database.query("SELECT count(*) AS n FROM t")[0].integer("n") == 2)
            let steps = try await database.query("SELECT version, name FROM schema_migrations ORDER BY version")
            #expect(steps.map(\.values) == [[.integer(1), .text("a table")], [.integer(2), .text("a row")]])
            await database.close()
        }
    }

    @Test("A failing step changes nothing; the steps before it stay", arguments: TestEngine.persistent)
    func failure(_ engine: TestEngine) async throws {
        try await engine.withLocation { location in
            let broken = Migration(
                version: 3, name: "broken", statements: ["INSERT INTO t VALUES ('z')", "CREATE TABLE t (v TEXT)"])
            #expect(throws: DatabaseError.self) { try Database(location, migrations: history + [broken]) }
            let database = try Database(location, migrations: history)
            #expect(
                try await database.query("SELECT v FROM t ORDER BY v").map(\.values) == [[.text("x")], [.text("y")]])
            await database.close()
        }
    }

    @Test("A database that a newer program has changed is refused", arguments: TestEngine.persistent)
    func newer(_ engine: TestEngine) async throws {
        try await engine.withLocation { location in
            let database = try Database(location, migrations: history)
            await database.close()
            #expect(throws: DatabaseError.schemaTooNew(found: 2, supported: 1)) {
                try Database(location, migrations: Array(history.prefix(1)))
            }
        }
    }

    @Test("Programs that start at once migrate once", arguments: TestEngine.persistent)
    func atOnce(_ engine: TestEngine) async throws {
        try await engine.withLocation { location in
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 {
                    group.addTask { @concurrent in
                        let database = try Database(location, migrations: history)
                        #expect(try await database.query("SELECT v FROM t").count == 2)
                        await database.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

#endif
