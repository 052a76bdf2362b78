#if Service

import Subprocess
import SystemPackage
import Testing

@testable import ToopherCommand

@Suite("toopher serve, requester and phone")
struct ServiceCommandTests {
    /// Runs a test with a folder for the files of these commands.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer {
            let files = ["t", "u"].flatMap { name in
                ["", ".key", "-wal", "-shm", ".lock"].map { name + ".sqlite" + $0 }
            }
            folder.remove(files: files + ["phone.json"])
        }
        try await body(folder.path)
    }

    /// Returns the credentials in the output of `requester create`.
    private func credentials(in output: String) throws -> [String: String] {
        let pairs = output.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        try #require(pairs.map(\.first) == ["TOOPHER_CONSUMER_KEY", "TOOPHER_CONSUMER_SECRET"])
        return ["TOOPHER_CONSUMER_KEY": pairs[0][1], "TOOPHER_CONSUMER_SECRET": pairs[1][1]]
    }

    /// Runs `serve`, calls `body` with its base URL, and then ends it with SIGTERM.
    private func withService(
        database: String, _ body: @escaping @Sendable (_ baseURL: String) async throws -> Void
    ) async throws -> TerminationStatus {
        let result = try await Subprocess.run(
            .path(ToopherProcess.path), arguments: ["serve", "--port", "0", "--database", database],
            environment: ToopherProcess.environment([:]), input: .none, output: .sequence, error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                let announcement = "listening on "
                guard line.hasPrefix(announcement) else { continue }
                try await body(String(line.dropFirst(announcement.count).prefix { !$0.isNewline }))
                try execution.send(signal: .terminate)
            }
        }
        return result.terminationStatus
    }

    @Test("The sites of a requester are added, listed and removed")
    func origins() async throws {
        try await withFolder { folder in
            let database = folder + "/t.sqlite"
            let created = try await ToopherProcess.run("requester", "create", "Site", "--database", database)
            let key = try #require(try credentials(in: created.output)["TOOPHER_CONSUMER_KEY"])
            func origin(_ arguments: String...) async throws -> ToopherProcess.Outcome {
                try await ToopherProcess.run(["requester", "origin"] + arguments + ["--database", database])
            }
            #expect(try await origin("add", key, "https://Shop.example.com:443").output == "https://shop.example.com\n")
            #expect(try await origin("add", key, "http://shop.example.com").status != 0)
            #expect(try await origin("list", key).output == "https://shop.example.com\n")
            #expect(try await origin("remove", key, "https://other.example.com").status != 0)
            #expect(try await origin("remove", key, "https://shop.example.com").status == 0)
            #expect(try await origin("list", key).output == "")
        }
    }

    @Test("From an empty folder to a granted request, with a clean end on SIGTERM")
    func wholeRun() async throws {
        try await withFolder { folder in
            let database = folder + "/t.sqlite"
            let created = try await ToopherProcess.run("requester", "create", "Site", "--database", database)
            #expect(created.status == 0)
            let requester = try credentials(in: created.output)
            let listed = try await ToopherProcess.run("requester", "list", "--database", database)
            #expect(listed.output.contains("\t\(requester["TOOPHER_CONSUMER_KEY"] ?? "?")\tactive\tSite\n"))
            #expect(!listed.output.contains(requester["TOOPHER_CONSUMER_SECRET"] ?? ""))

            let status = try await withService(database: database) { baseURL in
                var environment = requester
                environment["TOOPHER_BASE_URL"] = baseURL
                environment["TOOPHER_PHONE"] = folder + "/phone.json"
                let variables = environment
                func run(_ arguments: String...) async throws -> ToopherProcess.Outcome {
                    try await ToopherProcess.run(arguments, environment: variables)
                }
                #expect(try await run("phone", "register").status == 0)
                #expect(try await run("phone", "register").status == 1)
                #expect(try await run("phone", "approve").status == 3)
                let phrase = try await run("phone", "pair").output.split(separator: "\n").joined()
                #expect(try await run("pair", "jdoe", "no such phrase").status == 77)
                #expect(try await run("pair", "jdoe", phrase).output.contains(#""pending":true"#))
                #expect(try await run("authenticate", "--user", "jdoe").status == 64)
                #expect(try await run("authenticate", "--user", "jdoe", "--terminal", "t").status == 77)
                #expect(try await run("phone", "approve").output.contains("pair this phone with jdoe"))

                let password = try await run("phone", "otp")
                #expect(password.status == 0 && password.output.filter(\.isNumber).count == 6)
                #expect(password.output.utf8.count == 7, "six digits and a line end")
                #expect(try await run("phone", "otp", "--user", "jdoe", "--requester", "Site").status == 0)
                #expect(try await run("phone", "otp", "--user", "nobody").status == 3)

                let ask = ["--user=jdoe", "--terminal=t"]
                #expect(try await run("authenticate", ask[0], ask[1]).status == 3)
                #expect(try await run("phone", "deny").status == 0)
                async let granted = run("authenticate", ask[0], ask[1], "--wait=30")
                #expect(try await run("phone", "approve", "--wait=20").status == 0)
                #expect(try await granted.status == 0)
                async let refused = run("authenticate", ask[0], ask[1], "--wait=30")
                #expect(try await run("phone", "deny", "--wait=20").status == 0)
                #expect(try await refused.status == 2)
                #expect(try await run("authenticate", "--user=nobody", ask[1]).status == 77)

                let pairings = try await run("phone", "pairings").output
                let fields = pairings.split(whereSeparator: \.isNewline).flatMap { $0.split(separator: "\t") }
                #expect(fields.dropFirst() == ["Site", "jdoe"])
                let pairing = String(fields.first ?? "")
                #expect(try await run("phone", "revoke", "00000000-0000-4000-8000-000000000000").status == 1)
                #expect(try await run("phone", "revoke", pairing).output == "revoked: \(pairing)\n")
                #expect(try await run("phone", "pairings").output.isEmpty)
                let unpaired = try await run("authenticate", ask[0], ask[1])
                #expect(unpaired.status == 77 && unpaired.error.contains("deactivated"), "\(unpaired.error)")
            }
            #expect(status == .exited(0))
        }
    }

    @Test("A requester gets a new secret, a policy, and is suspended, resumed and deleted")
    func requesterLifeCycle() async throws {
        try await withFolder { folder in
            let database = ["--database", folder + "/t.sqlite"]
            func run(_ arguments: String...) async throws -> ToopherProcess.Outcome {
                try await ToopherProcess.run(["requester"] + arguments + database)
            }
            for arguments in [["suspend", "x"], ["list"]] {
                let outcome = try await ToopherProcess.run(["requester"] + arguments + database)
                #expect(outcome.error == "Error: there is no database \(folder)/t.sqlite\n")
                #expect(!DatabaseOptions.isFile(folder + "/t.sqlite"))
            }
            let created = try credentials(in: try await run("create", "Site").output)
            let key = try #require(created["TOOPHER_CONSUMER_KEY"])
            let rotated = try credentials(in: try await run("rotate", key, "--overlap-hours", "1").output)
            #expect(rotated["TOOPHER_CONSUMER_KEY"] == key)
            #expect(rotated["TOOPHER_CONSUMER_SECRET"] != created["TOOPHER_CONSUMER_SECRET"])
            #expect(try await run("rotate", key, "--overlap-hours", "-1").status == 64)

            let defaults = """
                number-matching when_shown
                digits 2
                concurrent-prompts off
                challenge when_asked
                additional-phones confirmed

                """
            #expect(try await run("set", key).output == defaults)
            let changed = try await run(
                "set", key, "--number-matching", "always", "--digits", "4", "--concurrent-prompts", "on",
                "--challenge", "always", "--additional-phones", "allowed")
            #expect(
                changed.output == """
                    number-matching always
                    digits 4
                    concurrent-prompts on
                    challenge always
                    additional-phones allowed

                    """)
            #expect(try await run("set", key).output == changed.output)
            for option in [
                ["--digits", "7"], ["--number-matching", "never"], ["--concurrent-prompts", "1"],
                ["--challenge", "off"], ["--additional-phones", "no"],
            ] {
                #expect(try await run("set", key, option[0], option[1]).status == 64)
            }

            for (command, state) in [("suspend", "suspended"), ("resume", "active"), ("delete", "deleted")] {
                #expect(try await run(command, key).status == 0)
                #expect(try await run("list").output.contains("\t\(key)\t\(state)\tSite\n"))
            }
            let refused = try await run("resume", key)
            #expect(refused.status == 1 && refused.error.contains("was deleted"))
            #expect(try await run("delete", "nobody").error.contains("no requester has this id"))
        }
    }

    @Test("A database that cannot be opened is one line of error")
    func noDatabase() async throws {
        for command in [["serve", "--port", "0"], ["requester", "list"]] {
            let outcome = try await ToopherProcess.run(command + ["--database", "/dev/null/t.sqlite"])
            #expect(outcome.status == 1)
            #expect(outcome.error.hasPrefix("Error: cannot open the database /dev/null/t.sqlite: "))
            #expect(outcome.error.split(separator: "\n").count == 1)
        }
    }

    @Test("A phone reaches the service however its URL is spelled")
    func spelling() async throws {
        try await withFolder { folder in
            _ = try await withService(database: folder + "/t.sqlite") { baseURL in
                let spelled = baseURL.replacing("http://127.0.0.1", with: "HTTP://LocalHost").dropLast()
                let phone = ["--state", folder + "/phone.json"]
                let registered = try await ToopherProcess.run(
                    ["phone", "register", "--base-url", String(spelled)] + phone)
                #expect(registered.status == 0, "\(registered.error)")
                #expect(try await ToopherProcess.run(["phone", "pair"] + phone).status == 0)
            }
        }
    }

    @Test(
        "Options for the external URL that are malformed or contradictory are wrong usage",
        arguments: [
            (
                ["--external-url", "https://auth.example.org:99999"],
                "--external-url: not a base URL: its host and port"
            ),
            (["--external-url", "https://auth.example.org/%zz"], "--external-url: not a base URL: its path has a"),
            (["--external-url", "http://[::1"], "--external-url: not a base URL"),
            (["--external-url", "auth.example.org"], "--external-url: not a base URL"),
            (["--external-url", "https://a.example?x"], "--external-url: not a base URL"),
            (["--external-url", ""], "--external-url: not a base URL"),
            (["--external-url", "https://a.example", "--trusted-proxy", "10.0.0.1"], "not both"),
            (["--trusted-proxy", "10.0.0.1/8"], "--trusted-proxy: 10.0.0.1/8 is not a network"),
            (["--trusted-proxy", "proxy.example"], "--trusted-proxy: proxy.example is not a network"),
            (["--forwarded-header", "forwarded"], "need --trusted-proxy"),
            (["--forwarded-append"], "need --trusted-proxy"),
            (["--trusted-proxy", "::1", "--forwarded-header", "x-real-ip"], "x-forwarded-port"),
            (["--client-address-proxy", "10.0.0.1/8"], "--client-address-proxy: 10.0.0.1/8 is not a network"),
            (["--max-connections", "0"], "--max-connections takes a number from 1"),
            (["--max-connections-per-address", "0"], "--max-connections-per-address takes a number from 1"),
            (["--max-database-connections", "0"], "--max-database-connections takes 1 to 64"),
            (["--max-database-connections", "65"], "--max-database-connections takes 1 to 64"),
            (["--address", "0.0.0.0"], "give --external-url https://"),
            (["--address", "::"], "give --external-url https://"),
            (["--address", "192.0.2.1", "--external-url", "http://192.0.2.1"], "give --external-url https://"),
        ])
    func wrongUsage(_ arguments: [String], _ message: String) async throws {
        let outcome = try await ToopherProcess.run(
            ["serve", "--port", "0", "--database", "/dev/null/t.sqlite"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains(message), "\(outcome.error)")
    }

    @Test(
        "Other machines reach the service only behind TLS, or if the operator insists",
        arguments: [
            ["--address", "localhost"], ["--address", "127.3.2.1"],
            ["--address", "0.0.0.0", "--external-url", "https://auth.example.org"],
            ["--address", "0.0.0.0", "--trusted-proxy", "10.0.0.0/8"], ["--address", "0.0.0.0", "--insecure-http"],
        ])
    func addresses(_ arguments: [String]) async throws {
        // With a database that cannot be: what is accepted gets as far as that.
        let outcome = try await ToopherProcess.run(
            ["serve", "--port", "0", "--database", "/dev/null/t.sqlite"] + arguments)
        #expect(outcome.status == 1 && outcome.error.contains("cannot open the database"), "\(outcome.error)")
    }

    @Test("A port in use is one line of error")
    func portInUse() async throws {
        try await withFolder { folder in
            let database = folder + "/t.sqlite"
            _ = try await withService(database: database) { baseURL in
                let port = baseURL.split(separator: ":")[2].prefix { $0.isNumber }
                let outcome = try await ToopherProcess.run(
                    "serve", "--port", String(port), "--database", folder + "/u.sqlite")
                #expect(outcome.status == 1)
                #expect(outcome.error == "Error: cannot listen on 127.0.0.1:\(port): Address already in use\n")
            }
        }
    }

    @Test(
        "A second service on a file is refused, also while commands run beside the first, until that one ends or is killed"
    )
    func secondService() async throws {
        try await withFolder { folder in
            let database = folder + "/t.sqlite"
            for isKilled in [true, false] {
                let result = try await Subprocess.run(
                    .path(ToopherProcess.path), arguments: ["serve", "--port", "0", "--database", database],
                    environment: ToopherProcess.environment([:]), input: .none, output: .sequence, error: .discarded
                ) { execution in
                    for try await line in execution.standardOutput.strings() where line.hasPrefix("listening on ") {
                        let created = try await ToopherProcess.run("requester", "create", "A", "--database", database)
                        #expect(created.status == 0, "\(created.error)")
                        let checked = try await ToopherProcess.run("database", "check", "--database", database)
                        #expect(checked.status == 0, "\(checked.error)")
                        let second = try await ToopherProcess.run("serve", "--port", "0", "--database", database)
                        #expect(second.status == 1)
                        #expect(
                            second.error == """
                                Error: cannot open the database \(database): another process serves it: end that one, or use \
                                PostgreSQL for several\n
                                """)
                        try execution.send(signal: isKilled ? .kill : .terminate)
                    }
                }
                #expect(result.terminationStatus == (isKilled ? .signaled(9) : .exited(0)))
            }
        }
    }

    @Test(
        "With too few open files a service says so in one line", arguments: [8, 10, 20, 30],
        ["serve --port 0", "requester list"])
    func fewDescriptors(_ limit: Int, _ command: String) async throws {
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: [
                "-c", "ulimit -n \(limit) && exec \"$0\" \(command) --database :memory:", ToopherProcess.path.string,
            ],
            environment: ToopherProcess.environment([:]), input: .none, output: .discarded,
            error: .string(limit: 1 << 16))
        #expect(result.terminationStatus == .exited(1))
        let line = result.standardError
        #expect(line.hasPrefix("Error: the process may open \(limit) files, and needs "), "\(line)")
        #expect(line.split(separator: "\n").count == 1)
    }

    @Test(
        "the demo runs to its end, both ways", arguments: [["--unattended"], ["--unattended", "--deny"], ["--deny"]])
    func demo(arguments: [String]) async throws {
        let outcome = try await ToopherProcess.run(["demo"] + arguments)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("Every step had the expected outcome.\n"))
        let isGranted = !arguments.contains("--deny")
        #expect(outcome.output.contains("isAuthenticationGranted is \(isGranted)"))
    }

    @Test("Without a terminal the walk of the demo requires --unattended")
    func demoWithoutPerson() async throws {
        let outcome = try await ToopherProcess.run("demo", "--terminal")
        #expect(outcome.status == 1)
        #expect(outcome.error == "Error: nobody is here to play the phone: give --unattended\n")
    }
}

#endif
