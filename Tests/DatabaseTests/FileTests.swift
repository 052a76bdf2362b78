#if Service

import Database
import Glibc
import TestSupport
import Testing

/// Makes the calling thread somebody else where files are concerned; the Glibc module does not have it.
nonisolated(unsafe) private let setfsuid = unsafe unsafeBitCast(
    dlsym(nil, "setfsuid"), to: (@convention(c) (uid_t) -> Int32).self)

@Suite("Database files") struct FileTests {
    let folder = TemporaryFolder()

    func open(_ name: String) throws(DatabaseError) -> Database {
        try Database(DatabaseLocation(folder.file(name)), migrations: testSchema)
    }

    /// Returns why a file cannot be opened.
    func refusal(_ path: String) throws -> String? {
        let error = #expect(throws: DatabaseError.self) { try Database(DatabaseLocation(path)) }
        guard case .cannotOpen(path, let reason)? = error else { return "\(String(describing: error))" }
        return reason
    }

    @Test("Only the owner can read a new database and its companions")
    func privateFiles() async throws {
        let database = try open("test.sqlite")
        try await database.add("x")
        for suffix in ["", "-wal", "-shm"] {
            #expect(folder.permissions(of: "test.sqlite\(suffix)") == 0o600, "\(suffix)")
        }
        await database.close()
        #expect(folder.permissions(of: "test.sqlite-wal") == nil)
        folder.remove()
    }

    @Test("The settings for durability are on")
    func settings() async throws {
        let database = try open("test.sqlite")
        let settings = try await database.write { transaction throws(DatabaseError) in
            [
                try transaction.query("PRAGMA journal_mode")[0].values,
                try transaction.query("PRAGMA synchronous")[0].values,
                try transaction.query("PRAGMA foreign_keys")[0].values,
            ]
        }
        #expect(settings == [[.text("wal")], [.integer(2)], [.integer(1)]])
        await database.close()
        folder.remove()
    }

    @Test("Content outlives the database")
    func persistence() async throws {
        let first = try open("test.sqlite")
        try await first.add("kept")
        await first.close()
        let second = try open("test.sqlite")
        #expect(try await second.texts == ["kept"])
        await second.close()
        folder.remove()
    }

    @Test("A second database in the process does not release the locks of the first")
    func locks() async throws {
        let first = try open("test.sqlite")
        try await first.add("a")
        for _ in 0..<5 {
            let second = try open("test.sqlite")
            try await second.add("\(second.statistics.waiting)\(UInt64.random(in: 0...UInt64.max))")
            await second.close()
            // It would have deleted the log if it had taken itself for the last one.
            #expect(folder.permissions(of: "test.sqlite-wal") == 0o600)
        }
        #expect(try await first.texts.count == 6)
        // SQLite holds a lock on the file for as long as it is open.
        #expect(lockHolders(of: "test.sqlite-shm") > 0)
        await first.close()
        folder.remove()
    }

    /// Returns how many POSIX locks are held on a file.
    func lockHolders(of name: String) -> Int {
        var status = stat()
        guard unsafe stat(folder.file(name), &status) == 0, let locks = unsafe fopen("/proc/locks", "r") else {
            return 0
        }
        defer { unsafe fclose(locks) }
        var count = 0
        var line = [CChar](repeating: 0, count: 256)
        while unsafe fgets(&line, 256, locks) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.contains("POSIX"), text.contains(":\(status.st_ino) ") { count += 1 }
        }
        return count
    }

    @Test("An error names what cannot be opened, and the reason")
    func cannotOpen() throws {
        let missing = folder.file("no/such/folder.sqlite")
        #expect(try refusal(missing) == "No such file or directory")
        #expect(try refusal(folder.path) == "it is a directory")
        #expect(try refusal("/dev/null") == "it is not a file")
        let other = folder.write("other", Array(repeating: UInt8(ascii: "x"), count: 4096))
        #expect(try refusal(other) == "file is not a database")
        unsafe symlink(folder.file("nowhere"), folder.file("link"))
        #expect(try refusal(folder.file("link")) == "it is a symbolic link to a file that does not exist")
        #expect(folder.permissions(of: "nowhere") == nil)
    }

    @Test("A file that others can read is refused, with the command that mends it", arguments: ["", "-wal", "-shm"])
    func publicFile(_ suffix: String) async throws {
        let database = try open("it's.sqlite")
        try await database.add("x")
        await database.close()
        let path = folder.file("it's.sqlite" + suffix)
        if suffix != "" { folder.write("it's.sqlite" + suffix, []) }
        for mode: mode_t in [0o604, 0o640, 0o620, 0o601] {
            unsafe chmod(path, mode)
            let command = "chmod 600 '" + folder.path + #"/it'\''s.sqlite"# + suffix + "'"
            #expect(
                try refusal(folder.file("it's.sqlite")) == "other users can read it; if it is the database, run: "
                    + command)
        }
        unsafe symlink(folder.file("it's.sqlite"), folder.file("link"))
        #expect(try refusal(folder.file("link")).map { $0.contains("chmod 600") } == true)
        unsafe chmod(path, 0o600)
        let again = try Database(DatabaseLocation(folder.file("link")))
        #expect(try await again.texts == ["x"])
        await again.close()
        folder.remove()
    }

    @Test("A file or a folder that cannot be written is refused")
    func notWritable() async throws {
        let database = try open("test.sqlite")
        await database.close()
        unsafe chmod(folder.path, 0o755)
        unsafe chown(folder.file("test.sqlite"), 65534, 65534)
        unsafe chmod(folder.file("test.sqlite"), 0o600)
        let isRoot = geteuid() == 0
        // Root may write everywhere; this thread is somebody else for a moment.
        if isRoot { _ = unsafe setfsuid(65534) } else { unsafe chmod(folder.path, 0o500) }
        let inFolder = try refusal(folder.file("test.sqlite"))
        let new = try refusal(folder.file("new.sqlite"))
        if isRoot { _ = unsafe setfsuid(0) }
        #expect(inFolder == "the folder \(folder.path) cannot be written: Permission denied")
        #expect(new == "Permission denied")
        unsafe chmod(folder.path, isRoot ? 0o777 : 0o700)
        unsafe chmod(folder.file("test.sqlite"), 0o400)
        if isRoot { _ = unsafe setfsuid(65534) }
        let file = try refusal(folder.file("test.sqlite"))
        if isRoot { _ = unsafe setfsuid(0) }
        #expect(file == "the file cannot be written")
    }

    @Test("The description of a location has no credentials")
    func locations() throws {
        for (url, shown) in [
            ("postgresql://host:5432/db", "postgresql://host:5432/db"),
            ("postgres://user:s3cret@host/db?sslmode=verify-full", "postgresql://host/db"),
            ("postgresql://user:s3@cret@host/db", "postgresql://host/db"),
            ("postgresql:///db?host=/run&password=s3cret", "postgresql:///db"),
            ("postgresql://user:s3cret/db", "postgresql://…"),
            ("postgresql://user:s3c/ret@host/db?application_name=a@s3cret", "postgresql://…"),
            ("postgresql://user:s3c?ret@host/db", "postgresql://…"),
            ("postgresql://[::1]:5432/db", "postgresql://…"),
            ("data.sqlite", "data.sqlite"), (":memory:", ":memory:"),
        ] {
            let location = try DatabaseLocation(url)
            #expect("\(location)" == shown)
            #expect(String(reflecting: location) == shown)
            var dumped = ""
            dump(location, to: &dumped)
            #expect(!dumped.contains("s3c"))
        }
    }
}

#endif
