#if Service

import ArgumentParser
import ToopherService

/// `toopher requester origin list`: lists the sites that may show a requester's pages.
struct RequesterOriginListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the sites that may show the pages of a requester, one in a line.",
        discussion: """
            Example:
              toopher requester origin list "$TOOPHER_CONSUMER_KEY"
            """)

    @OptionGroup var target: RequesterArgument

    func run() async throws {
        for origin in try await target.database.open({ try await $0.origins(of: target.requester) }) { print(origin) }
    }
}

#endif
