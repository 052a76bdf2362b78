#if Service

import ArgumentParser
import ToopherService

/// `toopher requester`: the services that may request decisions.
struct RequesterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requester",
        abstract: "Create, list and change the services that may request decisions.",
        discussion: """
            A service that runs on PostgreSQL hears of a change at once, one that runs on a file within half a minute.

            Example:
              toopher requester list
            """,
        subcommands: [
            RequesterCreateCommand.self, RequesterListCommand.self, RequesterRotateCommand.self,
            RequesterSuspendCommand.self, RequesterResumeCommand.self, RequesterDeleteCommand.self,
            RequesterSetCommand.self, RequesterOriginCommand.self,
        ]
    )
}

#endif
