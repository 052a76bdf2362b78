#if Service

import ArgumentParser
import FoundationEssentials

/// A setting of `toopher serve`: one of its options or flags, which the environment and a file can give too.
struct Setting: Sendable, Hashable {
    /// What a setting takes.
    enum Kind: Sendable, Hashable {
        /// `true` or `false`.
        case flag
        case value
        /// Several values.
        case list
    }

    /// The long name of the option, without its hyphens: the key in a file.
    let name: String
    let kind: Kind
    /// What holds if nobody sets it, as the help has it; `nil` for nothing.
    let defaultValue: String?

    /// The environment variable.
    var variable: String { "TOOPHER_" + name.uppercased().replacing("-", with: "_") }

    /// All settings, in the order of the help. The options of ``ServeCommand`` are the only list of them.
    static func all() throws -> [Setting] {
        let help = try JSONDecoder().decode(Help.self, from: Data(ServeCommand._dumpHelp().utf8))
        return help.command.arguments.compactMap { argument in
            guard let name = argument.names?.first(where: { $0.kind == "long" })?.name, !notInFiles.contains(name)
            else {
                return nil
            }
            let kind: Kind = argument.kind == "flag" ? .flag : argument.isRepeating ? .list : .value
            return Setting(name: name, kind: kind, defaultValue: argument.defaultValue)
        }
    }

    /// What the help has besides, and the name of the file itself.
    private static let notInFiles: Set = ["help", "version", "config"]

    /// What the parser of arguments tells of a command.
    private struct Help: Decodable {
        struct Command: Decodable { var arguments: [Argument] }
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }

            var kind: String
            var names: [Name]?
            var isRepeating: Bool
            var defaultValue: String?
        }

        var command: Command
    }
}

#endif
