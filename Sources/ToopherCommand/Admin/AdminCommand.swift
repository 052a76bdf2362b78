#if Service

import ArgumentParser
import ToopherService

/// `toopher admin`: the operator's desk.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Open the operator's desk, which serve shows with --admin-port.",
        discussion: """
            Example:
              toopher admin link
            """,
        subcommands: [AdminLinkCommand.self])
}

#endif
