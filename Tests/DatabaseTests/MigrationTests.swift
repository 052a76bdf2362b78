#if Service

import Database
import TestSupport
import Testing

@Suite("Migrations") struct MigrationTests {
    let history = [
        Migration(version: 1, name: "a table", statements: ["CREATE TABLE t (v TEXT)"]),
        Migration(version: 2, name: "a row", statements: ["INSERT INTO t VALUES ('x')", "INSERT INTO t VALUES ('y')"]),
    ]

    @Test("Each step runs once and in order")
    func order() throws {
        let connection = try Connection(path: ":memory:")
        try connection.migrate(Array(history.prefix(1)))
        try connection.migrate(history)
        try connection.migrate(history)
        #expect(try connection.query("SELECT count(*) AS n FROM t")[0].integer("n") == 2)
        let steps = try connection.query("SELECT version, name FROM schema_migrations ORDER BY version")
        #expect(steps.map(\.values) == [[.integer(1), .text("a table")], [.integer(2), .text("a row")]])
    }

    @Test("A failing step changes nothing")
    func failure() throws {
        let connection = try Connection(path: ":memory:")
        let broken = history + [Migration(version: 3, name: "broken", statements: ["CREATE TABLE t (v TEXT)"])]
        #expect(throws: DatabaseError.self) { try connection.migrate(broken) }
        #expect(try connection.query("SELECT name FROM sqlite_master").isEmpty)
    }

    @Test("A database that a newer program has changed is refused")
    func newer() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let first = try Connection(path: folder.file("test.sqlite"))
        try first.migrate(history)
        first.close()
        #expect(throws: DatabaseError.schemaTooNew(found: 2, supported: 1)) {
            try DatabaseQueue(path: folder.file("test.sqlite"), migrations: Array(history.prefix(1)))
        }
    }
}

#endif
