#if Service

import ArgumentParser
import HTTPExchange
import OAuth1Client
import SystemPackage
import TestSupport
import Testing
import Toopher

@testable import ToopherCommand

/// `docs/command-line.md` has a table of the exit statuses; here is each of them.
@Suite("Exit statuses", .timeLimit(.minutes(3))) struct ExitStatusTests {
    private static let nobody = "http://127.0.0.1:1/v1/"
    private static let page = FilePath(#filePath).removingLastComponent().appending("../../../docs/command-line.md")
    private static let statuses: [Int32] = [
        0, ExitStatus.failure.rawValue, ExitStatus.denied.rawValue, ExitStatus.timedOut.rawValue,
        ExitCode.validationFailure.rawValue, ExitStatus.unavailable.rawValue, ExitStatus.refused.rawValue,
    ]

    @Test("The table and toopher --help have these statuses, and no other")
    func table() throws {
        #expect(Self.statuses == [0, 1, 2, 3, 64, 69, 77])
        let text = String(decoding: try InputFile.read(Self.page.string, limit: 1 << 20), as: UTF8.self)
        let rows = text.split(separator: "\n").compactMap { line in
            line.hasPrefix("| ") ? Int32(line.dropFirst(2).prefix { $0 != " " }) : nil
        }
        #expect(rows == Self.statuses)
        let help = ToopherCommand.helpMessage(columns: 80).split(separator: "\n")
        let listed = help.drop { $0 != "Exit status:" }.dropFirst().prefix { $0.hasPrefix("  ") }
            .map { Int32($0.dropFirst(2).prefix { $0.isNumber }) }
        #expect(listed == Self.statuses)
    }

    @Test(
        "Wrong usage is 64, also below a group, and shows the usage",
        arguments: [
            ["nonsense"], ["--nonsense"], ["authenticate", "--user", "jdoe"], ["pair"], ["audit", "verify"],
            ["serve", "--port", "65536"], ["health", "not a URL"], ["iframe", "verify"], ["oauth", "sign"],
            ["requester", "set", "x", "--digits", "7"], ["bench", "sign", "--threads", "0"],
        ])
    func usage(_ arguments: [String]) async throws {
        let outcome = try await ToopherProcess.run(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty && outcome.error.contains("Usage:"), "\(outcome.error)")
    }

    @Test(
        "An error of a file or a setting is 1, in one line",
        arguments: [
            ["audit", "verify", "/nowhere"], ["user", "list", "--database", "/nowhere/t.sqlite"],
            ["phone", "pending", "--state", "/nowhere"], ["pam"], ["authenticate", "--user", "u", "--terminal", "t"],
            ["oauth", "sign", "https://example.org/", "--consumer-key", "k"],
        ])
    func failure(_ arguments: [String]) async throws {
        let outcome = try await ToopherProcess.run(arguments, environment: [:])
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.error.hasPrefix("Error: ") && outcome.error.split(separator: "\n").count == 1)
    }

    @Test(
        "What is not valid is 2, whatever is verified",
        arguments: [
            (["oauth", "verify", "https://example.org/", "-H", "Authorization: OAuth oauth_consumer_key=\"k\""], ""),
            (["oauth", "explain", "https://example.org/?oauth_signature=x&oauth_signature_method=PLAINTEXT"], ""),
            (["iframe", "verify", "--without-request-token"], "granted=true"), (["audit", "verify", "-"], "nothing\n"),
        ])
    func notValid(_ arguments: [String], input: String) async throws {
        let variables = ToopherProcess.requester.merging(["OAUTH_CONSUMER_KEY": "k", "OAUTH_CONSUMER_SECRET": "s"]) {
            $1
        }
        let outcome = try await ToopherProcess.run(arguments, input: input, environment: variables)
        #expect(outcome.status == 2 && outcome.error.isEmpty, "\(outcome.output)\(outcome.error)")
    }

    @Test("A server that cannot be reached is 69")
    func unavailable() async throws {
        var variables = ToopherProcess.requester
        variables["TOOPHER_BASE_URL"] = Self.nobody
        variables["OAUTH_CONSUMER_SECRET"] = "s"
        for arguments in [
            ["authenticate", "--user", "u", "--terminal", "t"], ["pair", "u", "phrase"],
            ["phone", "register", "--state", "/tmp/toopher-\(RandomName.make())"],
            ["oauth", "request", Self.nobody, "--consumer-key", "k"],
            [
                "oauth", "authorize", "--consumer-key", "k", "--request-url", Self.nobody, "--authorize-url",
                "https://example.org/", "--access-url", Self.nobody,
            ],
        ] {
            let outcome = try await ToopherProcess.run(arguments, environment: variables)
            #expect(outcome.status == 69 && outcome.output.isEmpty, "\(arguments): \(outcome.error)")
            #expect(outcome.error.hasPrefix("Error: ") && outcome.error.split(separator: "\n").count == 1)
        }
    }

    @Test("A service's decision is 0 or 2, none in time is 3, a refusal is 77")
    func service() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path
        try await RunningService.run(in: path) { baseURL in
            let created = try await ToopherProcess.run(
                "requester", "create", "Site", "--database", path + "/toopher.sqlite")
            var variables = ["TOOPHER_BASE_URL": baseURL, "TOOPHER_PHONE": path + "/phone.json"]
            for line in created.output.split(separator: "\n") {
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                variables[parts[0]] = parts[1]
            }
            variables["OAUTH_CONSUMER_KEY"] = variables["TOOPHER_CONSUMER_KEY"]
            variables["OAUTH_CONSUMER_SECRET"] = variables["TOOPHER_CONSUMER_SECRET"]
            let environment = variables
            func run(_ arguments: String..., replacing changes: [String: String] = [:]) async throws -> Int32 {
                try await ToopherProcess.run(arguments, environment: environment.merging(changes) { $1 }).status
            }
            let ask = ["authenticate", "--user", "jdoe", "--terminal", "Door"]
            func authenticate(_ more: String...) async throws -> Int32 {
                try await ToopherProcess.run(ask + more, environment: environment).status
            }
            // Refused: an unknown user, an unknown phrase, a wrong secret, an unknown path.
            #expect(try await authenticate() == 77)
            #expect(try await run("pair", "jdoe", "no such phrase") == 77)
            #expect(try await run("pair", "jdoe", "x", replacing: ["TOOPHER_CONSUMER_SECRET": "wrong"]) == 77)
            #expect(try await run("oauth", "request", baseURL + "nowhere") == 77)

            #expect(try await run("phone", "register") == 0)
            #expect(try await run("phone", "approve") == 3)
            let phrase = try await ToopherProcess.run("phone", "pair", environment: environment).output
            #expect(try await run("pair", "jdoe", String(phrase.dropLast()), "--wait", "0") == 3)
            #expect(try await run("phone", "approve") == 0)
            #expect(try await authenticate() == 3)
            #expect(try await run("phone", "deny") == 0)
            async let denied = authenticate("--wait", "60")
            #expect(try await run("phone", "deny", "--wait", "60") == 0)
            #expect(try await denied == 2)
            async let granted = authenticate("--wait", "60")
            #expect(try await run("phone", "approve", "--wait", "60") == 0)
            #expect(try await granted == 0)

            // What a script reads of the phone.
            func list(_ name: String) async throws -> JSONValue {
                let output = try await ToopherProcess.run("phone", name, "--json", environment: environment).output
                return try #require(try DocumentedFields.check(output, of: "phone \(name)").first)
            }
            #expect(try await list("pairings")["user_name"] == .string("jdoe"))
            #expect(try await authenticate("--terminal-id", "cookie") == 3)
            let pending = try await list("pending")
            #expect(pending["kind"] == .string("authentication_request") && pending["terminal_name"] == .string("Door"))
            #expect(try await run("phone", "deny", "--automate-days", "1") == 0)
            #expect(try await list("automations")["decision"] == .string("deny"))
        }
    }

    @Test("An error's status follows from whether the same call may succeed later")
    func mapping() {
        for status in [408, 429, 500, 503] { #expect(ExitStatus.of(httpStatus: status) == ExitStatus.unavailable) }
        for status in [400, 401, 403, 404, 409] { #expect(ExitStatus.of(httpStatus: status) == ExitStatus.refused) }
        #expect(ExitStatus.of(TransportError.couldNotConnect) == ExitStatus.unavailable)
        #expect(ExitStatus.of(TransportError.plainHTTPRefused(host: "h")) == ExitStatus.failure)
        #expect(ExitStatus.of(AuthorizationError.denied(problem: nil)) == ExitStatus.denied)
        #expect(ExitStatus.of(AuthorizationError.refused(status: 503, problem: nil)) == ExitStatus.unavailable)
        #expect(ExitStatus.of(AuthorizationError.refused(status: 401, problem: nil)) == ExitStatus.refused)
        #expect(ExitStatus.of(CommandError("x")) == ExitStatus.failure)
        #expect(ExitStatus.of(CommandError("x", status: ExitStatus.refused)) == ExitStatus.refused)
    }
}

/// A name that no other test uses.
private enum RandomName {
    static func make() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }
}

#endif
