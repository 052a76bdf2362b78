#if Service

import ArgumentParser
import ToopherService

/// `toopher requester`: the services that may request decisions.
struct RequesterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requester",
        abstract: "Create and list the services that may request decisions.",
        subcommands: [RequesterCreateCommand.self, RequesterListCommand.self]
    )
}

#endif
