#if Service

import ArgumentParser
import ToopherService

/// `toopher requester resume`: changes the state of a requester.
struct RequesterResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Accept the requests of a suspended requester again.",
        discussion: """
            Example:
              toopher requester resume "$TOOPHER_CONSUMER_KEY"
            """
    )

    @OptionGroup var target: RequesterArgument

    func run() async throws { try await target.set(.active) }
}

#endif
