import ArgumentParser

/// The command line: `toopher`.
@main
struct ToopherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toopher",
        abstract: "Push approval as a second factor: the client, the service and a virtual phone.",
        subcommands: [BenchCommand.self]
    )
}
