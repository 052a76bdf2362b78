#if Service

import ArgumentParser

/// `toopher config`: the settings of the service.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the settings of the service.",
        discussion: """
            Example:
              toopher config check
            """,
        subcommands: [ConfigCheckCommand.self])
}

#endif
