#if Service

import ArgumentParser
import ToopherService

/// `toopher requester origin remove`: takes from a site what `add` has given it.
struct RequesterOriginRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "No longer let a site show the pages of a requester, nor get answers.",
        discussion: """
            Example:
              toopher requester origin remove "$TOOPHER_CONSUMER_KEY" \\
                https://shop.example.com
            """)

    @OptionGroup var target: RequesterArgument

    @Argument(help: "The origin, as it is listed.")
    var origin: String

    func run() async throws {
        try await target.database.open { try await $0.removeOrigin(origin, of: target.requester) }
    }
}

#endif
