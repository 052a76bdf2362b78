#if Service

import ArgumentParser
import Testing

@testable import ToopherCommand

@Suite("Settings of the service") struct SettingsTests {
    private static let all = [
        Setting(name: "port", kind: .value, defaultValue: "8042"),
        Setting(name: "external-url", kind: .value, defaultValue: nil),
        Setting(name: "insecure-http", kind: .flag, defaultValue: nil),
        Setting(name: "trusted-proxy", kind: .list, defaultValue: nil),
    ]

    private func settings(
        _ arguments: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) throws -> Settings {
        try Settings(arguments + (file == nil ? [] : ["--config", "f"]), all: Self.all) {
            environment[$0]
        } read: { path in
            #expect(path == "f")
            return try ConfigurationFile(path: path, bytes: Array((file ?? "").utf8))
        }
    }

    private func values(_ settings: Settings, _ name: String) -> [String] {
        settings.entries.first { $0.setting.name == name }?.values ?? []
    }

    @Test("Every option of serve is a setting, and its own options are the only list of them")
    func list() throws {
        let all = try Setting.all()
        let names = all.map(\.name)
        for name in ["address", "port", "external-url", "trusted-proxy", "database", "key-file", "log-level"] {
            #expect(names.contains(name), "\(name)")
        }
        #expect(!names.contains("help") && !names.contains("config") && Set(names).count == names.count)
        #expect(all.first { $0.name == "trusted-proxy" }?.kind == .list)
        #expect(all.first { $0.name == "no-push" }?.kind == .flag)
        #expect(all.first { $0.name == "port" }?.defaultValue == "8042")
        #expect(
            all.first { $0.name == "max-connections-per-address" }?.variable == "TOOPHER_MAX_CONNECTIONS_PER_ADDRESS")
        #expect(!ServeCommand.helpMessage().isEmpty)
        for name in names { #expect(ServeCommand.helpMessage().contains("--\(name)"), "\(name)") }
    }

    @Test("The command line counts before the environment, that before the file, and that before the default")
    func precedence() throws {
        let (environment, file) = (["TOOPHER_PORT": "2"], "port = 3\n")
        let first = try settings(["--port", "1"], environment: environment, file: file)
        #expect(first.entries[0].values == ["1"] && first.entries[0].source == .commandLine)
        #expect(first.arguments.isEmpty)
        #expect(try settings(["--port=1"], environment: environment).entries[0].source == .commandLine)
        let second = try settings(environment: environment, file: file)
        #expect(second.entries[0].values == ["2"] && second.entries[0].source == .environment)
        #expect(second.arguments == ["--port=2"])
        let third = try settings(file: file)
        #expect(third.entries[0].values == ["3"] && third.entries[0].source == .file(path: "f", line: 1))
        #expect(third.arguments == ["--port=3"])
        let fourth = try settings()
        #expect(fourth.entries[0].values == ["8042"] && fourth.entries[0].source == .standard)
        #expect(fourth.arguments.isEmpty)
        // What stands behind the end of the options is none.
        #expect(try settings(["--", "--port", "1"]).entries[0].source == .standard)
    }

    @Test(
        "Flags are true or false, lists have commas or several lines, and a more important list takes the place of another"
    )
    func kinds() throws {
        let file = "insecure-http = true\ntrusted-proxy = 10.0.0.0/8, ::1\n\ntrusted-proxy = 192.0.2.1\n"
        let fromFile = try settings(file: file)
        #expect(
            fromFile.arguments == [
                "--insecure-http", "--trusted-proxy=10.0.0.0/8", "--trusted-proxy=::1", "--trusted-proxy=192.0.2.1",
            ])
        let mixed = try settings(
            ["--trusted-proxy", "a", "--trusted-proxy=b"], environment: ["TOOPHER_INSECURE_HTTP": "false"], file: file)
        #expect(values(mixed, "trusted-proxy") == ["a", "b"] && values(mixed, "insecure-http") == ["false"])
        #expect(mixed.arguments.isEmpty)
        #expect(try settings(["--insecure-http"], environment: ["TOOPHER_INSECURE_HTTP": "false"]).arguments.isEmpty)
    }

    @Test("A file has comments, white space and line ends of either kind, and values with equals signs")
    func file() throws {
        let file = try ConfigurationFile(
            path: "f", bytes: Array("# a = b\r\n\n  external-url\t=  https://a.example/?x=#1 \r\nport=1".utf8))
        #expect(
            file.lines == [
                .init(number: 3, name: "external-url", value: "https://a.example/?x=#1"),
                .init(number: 4, name: "port", value: "1"),
            ])
        #expect(try ConfigurationFile(path: "f", bytes: []).lines.isEmpty)
    }

    @Test(
        "What is no setting, or none that can be, is refused with its line",
        arguments: [
            ("extenal-url = x", "f:1: there is no setting \"extenal-url\"; is \"external-url\" meant?"),
            ("\n\nzebra = x", "f:3: there is no setting \"zebra\""),
            (
                "postgresql://u:hunter2@h/db?sslmode=x", "f:1: this does not begin with the name of a setting"
            ),
            ("PORT = 1", "f:1: there is no setting \"PORT\""),
            ("port = 1\nport = 2", "f:2: \"port\" is there twice"),
            ("port", "f:1: a line is name = value"), ("= 1", "f:1: a line is name = value"),
            ("port =", "f:1: port has no value"), ("insecure-http = yes", "f:1: insecure-http is true or false"),
            ("insecure-http =", "f:1: insecure-http is true or false"),
            ("trusted-proxy = a,,b", "f:1: trusted-proxy takes values with commas between"),
            ("trusted-proxy =", "f:1: trusted-proxy takes values with commas between"),
            ("config = other", "f:1: there is no setting \"config\""),
            ("help = true", "f:1: there is no setting \"help\""),
        ])
    func refused(_ file: String, _ message: String) throws {
        let error = #expect(throws: CommandError.self) { try settings(file: file) }
        #expect(error?.description == message)
    }

    @Test("A file that is not text is refused, and a variable that has no value of its kind")
    func malformed() throws {
        #expect(throws: CommandError.self) { try ConfigurationFile(path: "f", bytes: [0xff]) }
        let error = #expect(throws: CommandError.self) { try settings(environment: ["TOOPHER_INSECURE_HTTP": "1"]) }
        #expect(error?.description == "TOOPHER_INSECURE_HTTP: insecure-http is true or false")
        // What Kubernetes sets for a service of that name.
        #expect(try settings(environment: ["TOOPHER_PORT": "tcp://10.0.0.1:8042"]).entries[0].source == .standard)
        #expect(values(try settings(environment: ["TOOPHER_EXTERNAL_URL": "tcp://x"]), "external-url") == ["tcp://x"])
    }

    @Test("Only a near name is proposed")
    func nearest() {
        let names = ["address", "port", "external-url", "database"]
        #expect(NearestName.of("adress", in: names) == "address")
        #expect(NearestName.of("prot", in: names) == nil, "a name of four letters has little to spare")
        #expect(NearestName.of("por", in: names) == "port")
        #expect(NearestName.of("external_url", in: names) == "external-url")
        #expect(NearestName.of("", in: names) == nil && NearestName.of("x", in: []) == nil)
        #expect(NearestName.of(String(repeating: "x", count: 100_000), in: names) == nil)
    }

    @Test("Passwords and the arguments of commands are not shown")
    func masked() {
        func line(_ name: String, _ value: String) -> String {
            Settings.Entry(
                setting: Setting(name: name, kind: .value, defaultValue: nil), values: [value], source: .environment
            ).line
        }
        #expect(
            line("database", "postgresql://u:s3cret@db.example/toopher")
                == "database = postgresql://db.example/toopher  (TOOPHER_DATABASE)")
        #expect(!line("database", "postgresql://u@h/d?password=s3cret").contains("s3cret"))
        #expect(line("mail-command", "/bin/mail --key s3cret") == "mail-command = /bin/mail …  (TOOPHER_MAIL_COMMAND)")
        #expect(line("sms-command", "/bin/sms") == "sms-command = /bin/sms  (TOOPHER_SMS_COMMAND)")
    }

    @Test("Other commands take the database and the key file from a file that they name, and nothing else")
    func otherCommands() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove(files: ["f", "t.sqlite", "k", "t.sqlite-wal", "t.sqlite-shm", "t.sqlite.lock"]) }
        let path = folder.path
        let output = try OutputFile(path + "/f")
        for line in ["database = \(path)/t.sqlite", "key-file = \(path)/k", "port = 1"] {
            try output.append(Array(line.utf8))
        }
        try output.finish()
        let arguments = ["requester", "list", "--config", path + "/f"]
        #expect(
            try ExpandedArguments.of(arguments) { _ in nil }
                == arguments + ["--database=\(path)/t.sqlite", "--key-file=\(path)/k"])
        #expect(
            try ExpandedArguments.of(arguments + ["--database", "x"]) { $0 == "TOOPHER_KEY_FILE" ? "y" : nil }
                == arguments + ["--database", "x"])
        #expect(try ExpandedArguments.of(["serve", "--help"]) { _ in "/nonexistent" } == ["serve", "--help"])
        #expect(try ExpandedArguments.of(["oauth", "sign"]) { _ in path + "/f" } == ["oauth", "sign"])
        #expect(
            try ExpandedArguments.of(["serve", "--port", "2"]) { $0 == "TOOPHER_CONFIG" ? path + "/f" : nil }
                == ["serve", "--database=\(path)/t.sqlite", "--key-file=\(path)/k", "--port", "2"])
        let created = try await ToopherProcess.run(["requester", "create", "Site", "--config", path + "/f"])
        #expect(created.status == 0, "\(created.error)")
        #expect(DatabaseOptions.isFile(path + "/k"))
    }

    @Test("config check says what holds and where it comes from, and refuses what serve refuses")
    func check() async throws {
        let environment = ["TOOPHER_PORT": "9000", "TOOPHER_EXTERNAL_URI": "x"]
        let valid = try await ToopherProcess.run(
            ["config", "check", "--address", "127.0.0.2"], environment: environment)
        #expect(valid.status == 0, "\(valid.error)")
        #expect(valid.output.contains("address = 127.0.0.2  (command line)\n"))
        #expect(valid.output.contains("port = 9000  (TOOPHER_PORT)\n"))
        #expect(
            valid.output.contains("database = toopher.sqlite  (default)\n")
                || valid.output.contains("database  (not set)\n"))
        #expect(valid.output.hasSuffix("serve accepts these settings\n"))
        #expect(valid.error == "warning: TOOPHER_EXTERNAL_URI sets nothing; is TOOPHER_EXTERNAL_URL meant?\n")
        for (arguments, variables, message) in [
            (["--prot", "1"], [:], "--prot"), (["--port", "x"], [:], "--port"),
            ([], ["TOOPHER_PORT": "99999"], "--port takes 0 to 65535"),
            (["--address", "0.0.0.0"], [:], "give --external-url https://"),
            (["--metrics-port", "-1"], [:], "--metrics-port"),
            (["--metrics-address", "::1"], [:], "--metrics-address needs --metrics-port"),
            ([], ["TOOPHER_NO_PUSH": "x"], "no-push is true or false"),
            (["--trusted-proxy", "::1"], ["TOOPHER_EXTERNAL_URL": "https://a.example"], "not both"),
            (["--log-level", "loud"], [:], "loud"), (["--config", "/nonexistent/f"], [:], "/nonexistent/f"),
        ] as [([String], [String: String], String)] {
            let refused = try await ToopherProcess.run(["config", "check"] + arguments, environment: variables)
            #expect(refused.status != 0 && refused.error.contains(message), "\(arguments) \(refused.error)")
            let served = try await ToopherProcess.run(
                ["serve", "--database", "/dev/null/t.sqlite"] + arguments, environment: variables)
            #expect(served.status != 0 && served.error.contains(message), "\(arguments) \(served.error)")
        }
    }
}

#endif
