#if Service

import ArgumentParser

/// `toopher database`: what an operator does with the database.
struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "Check, migrate, copy and re-encrypt the database of the service.",
        discussion: """
            Example:
              toopher database check
            """,
        subcommands: [
            DatabaseCheckCommand.self, DatabaseMigrateCommand.self, DatabaseCopyCommand.self, DatabaseRekeyCommand.self,
        ]
    )
}

#endif
