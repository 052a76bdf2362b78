#if Service

import ArgumentParser
import ToopherService

/// `toopher requester`: who may ask.
struct RequesterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requester",
        abstract: "Create and list the services that may ask.",
        subcommands: [RequesterCreateCommand.self, RequesterListCommand.self]
    )
}

#endif
