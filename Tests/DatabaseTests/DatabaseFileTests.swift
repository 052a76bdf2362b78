#if Service

import Database
import TestSupport
import Testing

@Suite("Copies of database files") struct DatabaseFileTests {
    let folder = TemporaryFolder()

    private func open(_ name: String) throws(DatabaseError) -> Database {
        try Database(DatabaseLocation(folder.file(name)), migrations: testSchema)
    }

    private func texts(_ name: String) async throws -> [String] {
        let database = try open(name)
        let texts = try await database.texts
        await database.close()
        return texts
    }

    @Test("A copy is made while the database is open, is private, and stays as it was")
    func copy() async throws {
        let database = try open("a.sqlite")
        for text in ["one", "two"] { try await database.add(text) }
        try DatabaseFile.copy(folder.file("a.sqlite"), to: folder.file("b.sqlite"))
        #expect(folder.permissions(of: "b.sqlite") == 0o600)
        for companion in [".partial", "-wal", "-shm", "-journal", ".partial-journal"] {
            #expect(folder.permissions(of: "b.sqlite\(companion)") == nil, "\(companion)")
        }
        try await database.add("three")
        await database.close()
        #expect(try await texts("a.sqlite") == ["one", "three", "two"])
        #expect(try await texts("b.sqlite") == ["one", "two"])
        // Of one that nobody uses, the copy leaves nothing behind either.
        try DatabaseFile.copy(folder.file("a.sqlite"), to: folder.file("c.sqlite"))
        for companion in ["-wal", "-shm"] { #expect(folder.permissions(of: "a.sqlite\(companion)") == nil) }
        folder.remove()
    }

    @Test("Copies that are made under load are each of one moment") func load() async throws {
        let database = try open("a.sqlite")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for step in 0..<20 {
                        // Both or neither.
                        try await database.write { transaction throws(DatabaseError) in
                            for half in ["a", "b"] {
                                try transaction.execute(
                                    "INSERT INTO t VALUES ($1)", [.text("\(number) \(step) \(half)")])
                            }
                        }
                    }
                }
            }
            for number in 0..<5 {
                try DatabaseFile.copy(folder.file("a.sqlite"), to: folder.file("copy-\(number).sqlite"))
            }
            try await group.waitForAll()
        }
        await database.close()
        for number in 0..<5 {
            let found = try await texts("copy-\(number).sqlite")
            #expect(Set(found.map { $0.dropLast(2) }).count * 2 == found.count)
        }
        folder.remove()
    }

    @Test("A file that exists is left alone, and so is a copy that somebody else makes")
    func existing() async throws {
        let database = try open("a.sqlite")
        try await database.add("x")
        await database.close()
        for name in ["b.sqlite", "c.sqlite.partial"] { folder.write(name, Array("mine".utf8)) }
        for name in ["a.sqlite", "b.sqlite", "c.sqlite"] {
            let error = #expect(throws: DatabaseError.self) {
                try DatabaseFile.copy(folder.file("a.sqlite"), to: folder.file(name))
            }
            #expect("\(String(describing: error))".contains("exists"))
        }
        for name in ["b.sqlite", "c.sqlite.partial"] { #expect(folder.read(name) == Array("mine".utf8)) }
        #expect(folder.permissions(of: "c.sqlite") == nil)
        folder.remove()
    }

    @Test(
        "What is no database, damaged or missing leaves no copy",
        arguments: ["text", "cut", "overwritten", "missing", ""])
    func refused(_ kind: String) async throws {
        let database = try open("a.sqlite")
        for number in 0..<200 { try await database.add(String(repeating: "\(number) ", count: 100)) }
        await database.close()
        var bytes = folder.read("a.sqlite")
        switch kind {
        case "text": bytes = Array("This is not a database, but a text of some length.".utf8)
        // The pages at the end are missing.
        case "cut": bytes.removeLast(bytes.count / 2)
        // Pages of the table, not of the header: only a look at what they hold finds it.
        case "overwritten": for place in 8 * 4096..<10 * 4096 { bytes[place] = 0x5A }
        default: break
        }
        if kind != "missing" { folder.write("source", bytes) }
        let source = kind.isEmpty ? "" : folder.file("source")
        #expect(throws: DatabaseError.self) { try DatabaseFile.copy(source, to: folder.file("b.sqlite")) }
        for name in ["b.sqlite", "b.sqlite.partial", "b.sqlite.partial-journal"] {
            #expect(folder.permissions(of: name) == nil, "\(name)")
        }
        folder.remove()
    }
}

#endif
