#if Service

import Testing
import ToopherService

@testable import ToopherCommand

@Suite("toopher user, device, pairing and token") struct AdministrationCommandTests {
    /// Runs a test with a database that has a requester, and no users.
    private func withDatabase(
        _ body: (_ run: ([String]) async throws -> ToopherProcess.Outcome, _ path: String) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove(files: ["", ".key", "-wal", "-shm", ".lock"].map { "t.sqlite" + $0 }) }
        let path = folder.path + "/t.sqlite"
        let created = try await ToopherProcess.run("requester", "create", "Site", "--database", path)
        try #require(created.status == 0)
        try await body({ try await ToopherProcess.run($0 + ["--database", path]) }, path)
    }

    @Test("Nothing is listed of an empty database, and nothing in it can be changed") func empty() async throws {
        try await withDatabase { run, _ in
            for kind in ["user", "device", "pairing", "token"] {
                for flags in [[], ["--json"], ["--all"]] {
                    let listed = try await run([kind, "list"] + flags)
                    #expect(listed.status == 0 && listed.output.isEmpty && listed.error.isEmpty, "\(kind) \(listed)")
                }
            }
            for (command, message) in [
                (["user", "disable", "jdoe"], "no user has this id or name: see toopher user list"),
                (["user", "reset", "jdoe"], "no user has this id or name: see toopher user list"),
                (["user", "unlock", "jdoe"], "no user has this id or name: see toopher user list"),
                (["device", "end", "x"], "no device has this id: see toopher device list"),
                (["pairing", "end", "x"], "no pairing has this id: see toopher pairing list"),
                (["pairing", "confirm", "x"], "no pairing has this id: see toopher pairing list"),
                (["token", "deactivate", "x"], "no token has this id: see toopher token list"),
            ] {
                let outcome = try await run(command)
                #expect(outcome.status == 1 && outcome.error == "Error: \(message)\n" && outcome.output.isEmpty)
            }
        }
    }

    @Test("No command creates a database") func missing() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove(files: []) }
        let path = folder.path + "/none.sqlite"
        for command in [
            ["user", "list"], ["user", "reset", "x"], ["device", "end", "x"], ["pairing", "confirm", "x"],
            ["token", "deactivate", "x"],
        ] {
            let outcome = try await ToopherProcess.run(command + ["--database", path])
            #expect(outcome.status == 1 && outcome.error == "Error: there is no database \(path)\n")
            #expect(!DatabaseOptions.isFile(path))
        }
    }

    @Test("A row as JSON has what its help names, and leaves out what there is not") func json() async throws {
        try await withDatabase { run, path in
            let listed = try await run(["requester", "list", "--json"])
            #expect(listed.status == 0 && listed.output.hasPrefix(#"{"allows_concurrent_prompts":false,"#))
            #expect(
                listed.output.contains(
                    #""name":"Site","number_digits":2,"number_matching":"when_shown","state":"active"}"#))
            let created = try await run(["requester", "list"])
            let key = created.output.split(separator: "\t")[1]
            #expect(listed.output.contains(#""consumer_key":"\#(key)""#))
        }
    }
}

#endif
