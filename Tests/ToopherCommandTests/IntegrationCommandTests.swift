#if Service

import Testing

@testable import ToopherCommand

@Suite("toopher integration")
struct IntegrationCommandTests {
    /// Runs a test with a database.
    private func withDatabase(
        _ body: (_ run: @Sendable ([String]) async throws -> ToopherProcess.Outcome) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove(files: ["", ".key", "-wal", "-shm", ".lock"].map { "t.sqlite" + $0 }) }
        let database = folder.path + "/t.sqlite"
        try await body { arguments in
            try await ToopherProcess.run(["integration"] + arguments + ["--database", database])
        }
    }

    private func value(_ name: String, in output: String) -> String {
        let line = output.split(separator: "\n").first { $0.hasPrefix(name + "=") }
        return line.map { String($0.dropFirst(name.count + 1)) } ?? ""
    }

    @Test("An integration is created, listed without its secret, pinned, disabled, enabled and removed")
    func lifeCycle() async throws {
        try await withDatabase { run in
            let created = try await run(["create", "ssh", "--host", "auth.example.org", "--accept", "v1", "v1-sha512"])
            let (key, secret) = (
                value("TOOPHER_INTEGRATION_KEY", in: created.output), value("TOOPHER_SECRET_KEY", in: created.output)
            )
            #expect(created.status == 0 && key.count == 20 && secret.count == 40, "\(created.error)")
            #expect(value("TOOPHER_API_HOST", in: created.output) == "auth.example.org")
            func listed() async throws -> String {
                let list = try await run(["list"])
                #expect(list.status == 0 && !list.output.contains(secret))
                return list.output
            }
            #expect(try await listed().hasPrefix("\(key)\tauth-api\tenabled\tv1,v1-sha512\t-\t-\t"))
            let pinned = try await run(["pin", key, "--accept", "v5"])
            #expect(pinned.output == "v5\n")
            #expect(try await run(["disable", key]).status == 0)
            #expect(try await listed().hasPrefix("\(key)\tauth-api\tdisabled\tv5\t"))
            #expect(try await run(["enable", key]).status == 0)
            #expect(try await listed().contains("\tenabled\t"))
            #expect(try await run(["remove", key]).status == 0)
            #expect(try await listed().isEmpty)
            let again = try await run(["remove", key])
            #expect(again.status == 1 && again.error.contains("toopher integration list"))
        }
    }

    @Test(
        "What is not usable is refused, and creates nothing",
        arguments: [
            (["--kind", "other"], 64), (["--kind", "web"], 1), (["--accept", "v9"], 1),
            (["--redirect-uri", "https://example.org/"], 1), (["--kind", "web", "--redirect-uri", "example.org"], 1),
            (["--requester", "unknown"], 1),
        ] as [([String], Int32)])
    func refused(options: [String], status: Int32) async throws {
        try await withDatabase { run in
            let refused = try await run(["create", "ssh"] + options)
            #expect(refused.status == status && refused.output.isEmpty, "\(refused.output)\(refused.error)")
        }
    }
}

#endif
