#if Service

/// What the settings of `toopher serve` are, and where each comes from: the command line before the environment, the
/// environment before the file, the file before the default.
struct Settings: Sendable {
    /// Where a value comes from.
    enum Source: Sendable, Hashable {
        case commandLine
        case environment
        /// - Parameter line: Its number, from 1.
        case file(path: String, line: Int)
        case standard
    }

    /// A setting with its values.
    struct Entry: Sendable, Hashable {
        var setting: Setting
        /// One, unless the setting is a list; none if it is not set.
        var values: [String]
        var source: Source
    }

    /// Every setting, in the order of the help.
    let entries: [Entry]

    /// Finds out what the settings are.
    ///
    /// - Parameters:
    ///   - arguments: What follows `serve` on the command line.
    ///   - variable: Returns the value of an environment variable; `nil` if it is missing or empty.
    /// - Throws: ``CommandError`` for a key that is unknown or there twice, or a value that is none.
    init(
        _ arguments: [String], all: [Setting], variable: (String) -> String?,
        read: (String) throws -> ConfigurationFile = { try ConfigurationFile.read($0) }
    ) throws {
        let given = Self.given(arguments, all)
        let file = try (Self.filePath(in: arguments) ?? variable("TOOPHER_CONFIG")).map(read)
        let fileEntries = try file.map { try Self.entries(of: $0, all) } ?? [:]
        entries = try all.map { setting in
            if let values = given[setting.name] {
                return Entry(setting: setting, values: values, source: .commandLine)
            }
            if let text = variable(setting.variable), !Self.isOfKubernetes(text, setting) {
                let values = try Self.values(text, of: setting, at: setting.variable)
                return Entry(setting: setting, values: values, source: .environment)
            }
            return fileEntries[setting.name]
                ?? Entry(setting: setting, values: setting.defaultValue.map { [$0] } ?? [], source: .standard)
        }
    }

    /// What the environment and the file say, as arguments, for what the command line does not say.
    var arguments: [String] {
        entries.filter { [.commandLine, .standard].contains($0.source) == false }.flatMap { entry in
            let name = "--" + entry.setting.name
            return entry.setting.kind == .flag
                ? (entry.values == ["true"] ? [name] : []) : entry.values.map { "\(name)=\($0)" }
        }
    }

    /// Returns the file that arguments name; `nil` if none.
    static func filePath(in arguments: [String]) -> String? {
        given(arguments, [Setting(name: "config", kind: .value, defaultValue: nil)])["config"]?.last
    }

    /// Returns what arguments set.
    private static func given(_ arguments: [String], _ all: [Setting]) -> [String: [String]] {
        var found: [String: [String]] = [:]
        var index = arguments.startIndex
        while index < arguments.endIndex, arguments[index] != "--" {
            defer { index += 1 }
            let parts = arguments[index].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts[0].hasPrefix("--"), let setting = all.first(where: { "--" + $0.name == parts[0] }) else {
                continue
            }
            if setting.kind == .flag {
                found[setting.name] = ["true"]
            } else if parts.count == 2 {
                found[setting.name, default: []].append(String(parts[1]))
            } else if index + 1 < arguments.endIndex {
                index += 1
                found[setting.name, default: []].append(arguments[index])
            }
        }
        return found
    }

    private static func entries(
        of file: ConfigurationFile, _ all: [Setting]
    ) throws(CommandError) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for line in file.lines {
            let place = "\(file.path):\(line.number)"
            guard let setting = all.first(where: { $0.name == line.name }) else {
                // What is no name may be a value, with a password in it.
                guard line.name.allSatisfy({ $0.isASCII && $0.isLetter || $0 == "-" }) else {
                    throw CommandError("\(place): this does not begin with the name of a setting")
                }
                let near = NearestName.of(line.name, in: all.map(\.name))
                throw CommandError(
                    "\(place): there is no setting \"\(line.name)\"\(near.map { "; is \"\($0)\" meant?" } ?? "")")
            }
            let values = try values(line.value, of: setting, at: place)
            guard let before = entries[setting.name] else {
                entries[setting.name] = Entry(
                    setting: setting, values: values, source: .file(path: file.path, line: line.number))
                continue
            }
            guard setting.kind == .list else { throw CommandError("\(place): \"\(line.name)\" is there twice") }
            entries[setting.name]?.values = before.values + values
        }
        return entries
    }

    private static func values(_ text: String, of setting: Setting, at place: String) throws(CommandError) -> [String] {
        switch setting.kind {
        case .flag:
            guard ["true", "false"].contains(text) else {
                throw CommandError("\(place): \(setting.name) is true or false")
            }
            return [text]
        case .value:
            guard !text.isEmpty else { throw CommandError("\(place): \(setting.name) has no value") }
            return [text]
        case .list:
            let values = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard values.allSatisfy({ !$0.isEmpty }) else {
                throw CommandError("\(place): \(setting.name) takes values with commas between")
            }
            return values
        }
    }

    /// Whether a variable was set by Kubernetes for a service named `toopher`, and not by the operator.
    private static func isOfKubernetes(_ text: String, _ setting: Setting) -> Bool {
        setting.name == "port" && (text.hasPrefix("tcp://") || text.hasPrefix("udp://"))
    }
}

#endif
