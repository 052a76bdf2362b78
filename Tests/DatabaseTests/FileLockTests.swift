#if Service

import Database
import Glibc
import TestSupport
import Testing

@Suite("The lock of an SQLite file") struct FileLockTests {
    let folder = TemporaryFolder()

    func open(_ name: String, isExclusive: Bool = true) throws(DatabaseError) -> Database {
        var options = DatabaseOptions()
        options.isExclusive = isExclusive
        return try Database(DatabaseLocation(folder.file(name)), options: options, migrations: testSchema)
    }

    @Test("A second one that wants it for itself is refused, by any name of the file; others are not")
    func refusal() async throws {
        let first = try open("test.sqlite")
        unsafe symlink(folder.file("test.sqlite"), folder.file("link.sqlite"))
        for name in ["test.sqlite", "link.sqlite"] {
            #expect(
                throws: DatabaseError.cannotOpen(
                    location: folder.file(name),
                    reason: "another process serves it: end that one, or use PostgreSQL for several")
            ) { try open(name) }
        }
        let beside = try open("test.sqlite", isExclusive: false)
        try await beside.add("beside")
        await beside.close()
        #expect(try await first.texts == ["beside"])
        #expect(folder.permissions(of: "test.sqlite.lock") == 0o600)
        await first.close()
        let second = try open("test.sqlite")
        await second.close()
        folder.remove()
    }

    @Test("It ends when the database is closed, also while a child process that is being started has a copy of it")
    func copied() async throws {
        let first = try open("test.sqlite")
        var lock = stat()
        unsafe #expect(lstat(folder.file("test.sqlite.lock"), &lock) == 0)
        let held = (Int32(0)..<1024).first { number in
            var file = stat()
            return unsafe fstat(number, &file) == 0 && file.st_dev == lock.st_dev && file.st_ino == lock.st_ino
        }
        let copy = dup(try #require(held))
        defer { close(copy) }
        await first.close()
        let second = try open("test.sqlite")
        await second.close()
        folder.remove()
    }

    @Test("A name that is taken by something else is an error")
    func taken() throws {
        unsafe mkdir(folder.file("test.sqlite.lock"), 0o700)
        let error = #expect(throws: DatabaseError.self) { try open("test.sqlite") }
        #expect(
            error?.description.hasSuffix("cannot create \(folder.file("test.sqlite.lock")): Is a directory") == true)
        folder.remove()
    }
}

#endif
