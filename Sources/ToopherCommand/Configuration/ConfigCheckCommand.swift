#if Service

import ArgumentParser
import Database

/// `toopher config check`: what the settings are, and whether `serve` accepts them.
struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Print each setting with its value and where it comes from, and refuse what serve refuses.",
        discussion: """
            Takes the arguments of serve, --config FILE among them. The database is not opened. Of an option that is set several \
            times the most important one counts: the command line, then the environment (TOOPHER_ and the name in capitals, with \
            _ for -), then the file.

            With --json, an object a line: name, values, source (command_line, environment, file or default) and place, the \
            variable or the file and line.

            Example:
              TOOPHER_PORT=8043 toopher config check --metrics-port 9464
            """
    )

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Arguments of serve.", valueName: "argument"))
    var arguments: [String] = []

    func run() throws {
        let all = try Setting.all()
        let settings: Settings
        do {
            settings = try Settings(arguments, all: all, variable: Environment.value)
        } catch let error as CommandError {
            throw ValidationError(error.description)
        }
        for entry in settings.entries { print(json ? try JSONLine.of(entry.report) : entry.line) }
        for warning in Self.warnings(about: Environment.names, all) { StandardError.print("warning: \(warning)") }
        flushStandardOutput()
        _ = try ServeCommand.parse(settings.arguments + arguments).serviceConfiguration()
        if !json { print("serve accepts these settings") }
    }

    /// Returns what looks like a variable of a setting that was misspelled.
    static func warnings(about names: [String], _ all: [Setting]) -> [String] {
        let variables = all.map(\.variable)
        return names.filter { $0.hasPrefix("TOOPHER_") && !variables.contains($0) && !others.contains($0) }.sorted()
            .compactMap { name in
                NearestName.of(name, in: variables).map { "\(name) sets nothing; is \($0) meant?" }
            }
    }

    /// Variables of other commands.
    private static let others: Set = [
        "TOOPHER_CONFIG", "TOOPHER_CONSUMER_KEY", "TOOPHER_CONSUMER_SECRET", "TOOPHER_BASE_URL", "TOOPHER_PHONE",
    ]
}

extension Settings.Entry {
    /// The line about a setting. A password in it is masked, and so are the arguments of a command.
    var line: String {
        let origin =
            switch source {
            case .commandLine: "command line"
            case .environment: setting.variable
            case .file(let path, let line): "\(path):\(line)"
            case .standard: "default"
            }
        guard !values.isEmpty else { return "\(setting.name)  (not set)" }
        return "\(setting.name) = \(values.map(shown).joined(separator: ", "))  (\(origin))"
    }

    /// The same for scripts.
    fileprivate var report: Report {
        let texts = values.map { shown($0) }
        return switch source {
        case .commandLine: Report(name: setting.name, values: texts, source: "command_line")
        case .environment:
            Report(name: setting.name, values: texts, source: "environment", place: setting.variable)
        case .file(let path, let line):
            Report(name: setting.name, values: texts, source: "file", place: "\(path):\(line)")
        case .standard: Report(name: setting.name, values: texts, source: "default")
        }
    }

    fileprivate struct Report: Encodable {
        var name: String
        var values: [String]
        var source: String
        var place: String?
    }

    private func shown(_ value: String) -> String {
        switch setting.name {
        case "database": (try? DatabaseLocation(value)).map { "\($0)" } ?? "(not a database)"
        case "sms-command", "mail-command":
            value.contains(" ") ? value.prefix { $0 != " " } + " …" : value
        default: value
        }
    }
}

#endif
