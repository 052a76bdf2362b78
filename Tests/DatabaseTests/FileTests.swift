#if Service

import Database
import TestSupport
import Testing

@Suite("Database files") struct FileTests {
    @Test("Only the owner can read a new database and its companions")
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

    @Test("The settings for durability are on")
    func settings() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let connection = try Connection(path: folder.file("test.sqlite"))
        #expect(try connection.query("PRAGMA journal_mode").first?.values == [.text("wal")])
        #expect(try connection.query("PRAGMA synchronous").first?.values == [.integer(2)])
        #expect(try connection.query("PRAGMA foreign_keys").first?.values == [.integer(1)])
    }

    @Test("Content outlives the connection")
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

    @Test("An error names what cannot be opened, and the reason")
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

#endif
