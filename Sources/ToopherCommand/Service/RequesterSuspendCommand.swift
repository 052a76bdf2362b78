#if Service

import ArgumentParser
import ToopherService

/// `toopher requester suspend`: changes the state of a requester.
struct RequesterSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Refuse the requests of a requester with 403, until it is resumed.",
        discussion: """
            Example:
              toopher requester suspend "$TOOPHER_CONSUMER_KEY"
            """
    )

    @OptionGroup var target: RequesterArgument

    func run() async throws { try await target.set(.suspended) }
}

#endif
