#if Service

import ArgumentParser

/// `toopher push`: what browsers' push services know of this service.
struct PushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Push messages to phones.",
        discussion: """
            Example:
              toopher push key
            """, subcommands: [PushKeyCommand.self])
}

#endif
