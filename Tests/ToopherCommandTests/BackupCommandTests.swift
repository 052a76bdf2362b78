#if Service

import Testing

@testable import ToopherCommand

@Suite("toopher backup and restore") struct BackupCommandTests {
    private struct World {
        let folder: TemporaryFolder

        func file(_ name: String) -> String { folder.path + "/" + name }

        func run(_ arguments: String..., on name: String, key: String = "t.sqlite.key") async throws
            -> ToopherProcess.Outcome
        {
            try await ToopherProcess.run(arguments + ["--database", file(name), "--key-file", file(key)])
        }

        func names(on name: String) async throws -> [Substring] {
            try await run("requester", "list", on: name).output.split(separator: "\n").map {
                $0.split(separator: "\t").last ?? ""
            }
        }
    }

    private func withWorld(_ body: (World) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let databases = ["t", "r", "b", "x"].flatMap { name in
            ["", ".key", "-wal", "-shm", ".lock", ".partial"].map { "\(name).sqlite\($0)" }
        }
        defer { folder.remove(files: databases) }
        let world = World(folder: folder)
        #expect(try await world.run("requester", "create", "First", on: "t.sqlite").status == 0)
        try await body(world)
    }

    @Test("A backup has what there was, and a database that is restored from it works with the same key")
    func wholeRun() async throws {
        try await withWorld { world in
            let backup = try await world.run("backup", world.file("b.sqlite"), on: "t.sqlite")
            #expect(
                backup.output == """
                    \(world.file("b.sqlite")) is a copy of \(world.file("t.sqlite"))
                    keep the key file \(world.file("t.sqlite.key")) too, in another place

                    """, "\(backup.error)")
            #expect(try await world.run("requester", "create", "Second", on: "t.sqlite").status == 0)
            let restored = try await world.run("restore", world.file("b.sqlite"), on: "r.sqlite")
            #expect(restored.status == 0, "\(restored.error)")
            #expect(
                restored.output.hasPrefix("\(world.file("r.sqlite")) has what \(world.file("b.sqlite")) had\n")
                    && restored.output.contains("secrets that the key file opens: "))
            #expect(try await world.names(on: "t.sqlite") == ["First", "Second"])
            #expect(try await world.names(on: "r.sqlite") == ["First"])
        }
    }

    @Test("Nothing that exists is overwritten, and what is no backup leaves nothing")
    func refused() async throws {
        try await withWorld { world in
            let onItself = try await world.run("backup", world.file("t.sqlite"), on: "t.sqlite")
            #expect(onItself.status == 1 && onItself.error.contains("the file exists: move it away, or name another"))
            let missing = try await world.run("backup", world.file("b.sqlite"), on: "x.sqlite")
            #expect(missing.error == "Error: there is no database \(world.file("x.sqlite"))\n")
            #expect(try await world.run("backup", world.file("b.sqlite"), on: "t.sqlite").status == 0)
            let present = try await world.run("restore", world.file("b.sqlite"), on: "t.sqlite")
            #expect(present.status == 1 && present.error.contains("the file exists"), "\(present.error)")
            // A file of another kind.
            let foreign = try await world.run("restore", world.file("t.sqlite.key"), on: "r.sqlite")
            #expect(foreign.status == 1, "\(foreign.output)")
            #expect(!DatabaseOptions.isFile(world.file("r.sqlite")))
            #expect(try await world.names(on: "t.sqlite") == ["First"])
            // Another key.
            #expect(
                try await world.run("requester", "create", "Other", on: "x.sqlite", key: "x.sqlite.key").status == 0)
            let locked = try await world.run("restore", world.file("b.sqlite"), on: "r.sqlite", key: "x.sqlite.key")
            #expect(locked.status == 1, "\(locked.output)")
        }
    }

    @Test("On PostgreSQL its own tools are named") func postgreSQL() async throws {
        for (command, tool) in [("backup", "pg_dump"), ("restore", "pg_restore")] {
            let refused = try await ToopherProcess.run([command, "b", "--database", "postgresql://h/d"])
            #expect(refused.status == 1 && refused.error.contains(tool), "\(refused.error)")
        }
    }
}

#endif
