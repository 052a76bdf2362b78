#if Service

import ArgumentParser
import ToopherService

/// `toopher requester origin`: the sites that may show a requester's pages.
struct RequesterOriginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "origin",
        abstract: "List and change the sites that may show a requester's pages in a frame, and get answers in the URL.",
        discussion: """
            An origin is scheme, host and port, as in https://shop.example.com. Without one, the pages work at top level \
            only, and hand no answer over.

            Example:
              toopher requester origin list "$TOOPHER_CONSUMER_KEY"
            """,
        subcommands: [
            RequesterOriginAddCommand.self, RequesterOriginListCommand.self, RequesterOriginRemoveCommand.self,
        ]
    )
}

#endif
