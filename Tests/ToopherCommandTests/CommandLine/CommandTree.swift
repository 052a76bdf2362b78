import ArgumentParser

@testable import ToopherCommand

/// A command of the program.
struct CommandNode {
    /// The words on the command line, `toopher` first.
    var path: [String]
    var type: any ParsableCommand.Type

    var name: String { path.joined(separator: " ") }

    /// The help as it is printed for 80 columns.
    var help: String { ToopherCommand.helpMessage(for: type, columns: 80) }

    /// The lines of the example in the help, as they are typed.
    var example: [String] {
        let lines = type.configuration.discussion.split(separator: "\n", omittingEmptySubsequences: false)
        guard let heading = lines.lastIndex(of: "Example:") else { return [] }
        return lines[(heading + 1)...].map { String($0.dropFirst(2)) }
    }

    /// Every command, each after the group that it belongs to.
    static let all = nodes(of: ToopherCommand.self, at: [])

    private static func nodes(of type: any ParsableCommand.Type, at path: [String]) -> [CommandNode] {
        let node = CommandNode(path: path + [type.configuration.commandName ?? "?"], type: type)
        return [node] + type.configuration.subcommands.flatMap { nodes(of: $0, at: node.path) }
    }
}
