#if Service

import Database
import TestSupport
import Testing

@Suite("Database files") struct FileTests {
    @Test("a new database and its companions belong to the owner alone")
    func privateFiles() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let connection = try Connection(path: folder.file("test.sqlite"))
        try connection.execute("CREATE TABLE t (v TEXT)")
        for suffix in ["", "-wal", "-shm"] {
            #expect(folder.permissions(of: "test.sqlite\(suffix)") == 0o600, "\(suffix)")
        }
        connection.close()
        #expect(folder.permissions(of: "test.sqlite-wal") == nil)
    }

    @Test("durability settings are on")
    func settings() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let connection = try Connection(path: folder.file("test.sqlite"))
        #expect(try connection.query("PRAGMA journal_mode").first?.values == [.text("wal")])
        #expect(try connection.query("PRAGMA synchronous").first?.values == [.integer(2)])
        #expect(try connection.query("PRAGMA foreign_keys").first?.values == [.integer(1)])
    }

    @Test("content outlives the connection")
    func persistence() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let first = try Connection(path: folder.file("test.sqlite"))
        try first.execute("CREATE TABLE t (v TEXT)")
        try first.execute("INSERT INTO t VALUES ($1)", [.text("kept")])
        first.close()
        let second = try Connection(path: folder.file("test.sqlite"))
        #expect(try second.query("SELECT v FROM t").map(\.values) == [[.text("kept")]])
    }

    @Test("what cannot be opened is named with its reason")
    func cannotOpen() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let missing = folder.file("no/such/folder.sqlite")
        #expect(throws: DatabaseError.cannotOpen(path: missing, reason: "No such file or directory")) {
            try Connection(path: missing)
        }
        #expect(throws: DatabaseError.cannotOpen(path: folder.path, reason: "Is a directory")) {
            try Connection(path: folder.path)
        }
        let other = folder.write("other", Array(repeating: UInt8(ascii: "x"), count: 4096))
        #expect(throws: DatabaseError.cannotOpen(path: other, reason: "file is not a database")) {
            try Connection(path: other)
        }
        #expect(throws: DatabaseError.self) { try Connection(path: "") }
    }
}

@Suite("Migrations") struct MigrationTests {
    let history = [
        Migration(version: 1, name: "a table", statements: ["CREATE TABLE t (v TEXT)"]),
        Migration(version: 2, name: "a row", statements: ["INSERT INTO t VALUES ('x')", "INSERT INTO t VALUES ('y')"]),
    ]

    @Test("each step runs once, in order, whatever was there before")
    func order() throws {
        let connection = try Connection(path: ":memory:")
        try connection.migrate(Array(history.prefix(1)))
        try connection.migrate(history)
        try connection.migrate(history)
        #expect(try connection.query("SELECT count(*) AS n FROM t")[0].integer("n") == 2)
        let steps = try connection.query("SELECT version, name FROM schema_migrations ORDER BY version")
        #expect(steps.map(\.values) == [[.integer(1), .text("a table")], [.integer(2), .text("a row")]])
    }

    @Test("a failing step leaves nothing behind")
    func failure() throws {
        let connection = try Connection(path: ":memory:")
        let broken = history + [Migration(version: 3, name: "broken", statements: ["CREATE TABLE t (v TEXT)"])]
        #expect(throws: DatabaseError.self) { try connection.migrate(broken) }
        #expect(try connection.query("SELECT name FROM sqlite_master").isEmpty)
    }

    @Test("a database that a newer program has changed is refused")
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
