#if Service

import ArgumentParser

/// `toopher integration`: the programs that speak the Auth API.
struct IntegrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "integration",
        abstract: "Create, list and change what PAM modules, libraries and identity servers call the service with.",
        discussion: """
            An integration belongs to a requester: its users and their phones are the requester's. See docs/auth-api.md.

            A service that runs on PostgreSQL hears of a change at once, one that runs on a file within half a minute.

            Example:
              toopher integration list
            """,
        subcommands: [
            IntegrationCreateCommand.self, IntegrationListCommand.self, IntegrationPinCommand.self,
            IntegrationDisableCommand.self, IntegrationEnableCommand.self, IntegrationRemoveCommand.self,
        ]
    )
}

#endif
