#if Service

/// The arguments of a command, with what the environment and a file add.
enum ExpandedArguments {
    /// Returns the arguments as they are to be parsed.
    ///
    /// - Parameter arguments: Those of the process, without its name.
    /// - Throws: ``CommandError``, `DecodingError`.
    static func of(_ arguments: [String], variable: (String) -> String?) throws -> [String] {
        guard arguments.first == "serve" else { return try withDatabase(arguments, variable) }
        let rest = Array(arguments.dropFirst())
        // A file that is wrong must not be in the way of help.
        guard !rest.contains("--help"), !rest.contains("-h") else { return arguments }
        return try ["serve"] + Settings(rest, all: Setting.all(), variable: variable).arguments + rest
    }

    /// Other commands take the database and its key from a file that they name.
    private static func withDatabase(_ arguments: [String], _ variable: (String) -> String?) throws -> [String] {
        guard arguments.first != "config", !arguments.contains("--"), Settings.filePath(in: arguments) != nil else {
            return arguments
        }
        let settings = try Settings(arguments, all: Setting.all(), variable: variable)
        let added = settings.entries.filter { entry in
            if case .file = entry.source { return ["database", "key-file"].contains(entry.setting.name) }
            return false
        }
        return arguments + added.flatMap { entry in entry.values.map { "--\(entry.setting.name)=\($0)" } }
    }
}

#endif
