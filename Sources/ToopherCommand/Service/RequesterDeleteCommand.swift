#if Service

import ArgumentParser
import ToopherService

/// `toopher requester delete`: changes the state of a requester.
struct RequesterDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Refuse the requests of a requester with 403 for ever.",
        discussion: """
            Its pairings are deactivated, and what is pending on phones ends. This cannot be undone.

            Example:
              toopher requester delete "$TOOPHER_CONSUMER_KEY"
            """
    )

    @OptionGroup var target: RequesterArgument

    func run() async throws { try await target.set(.deleted) }
}

#endif
