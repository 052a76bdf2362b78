#if Service

import ArgumentParser
import ToopherService

/// `toopher requester origin add`: lets a site show a requester's pages.
struct RequesterOriginAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Let a site show the pages of a requester in a frame, and get answers in the URL; print its origin.",
        discussion: """
            Example:
              toopher requester origin add "$TOOPHER_CONSUMER_KEY" \\
                https://shop.example.com
            """)

    @OptionGroup var target: RequesterArgument

    @Argument(help: "Scheme, host and port, as in https://shop.example.com.")
    var origin: String

    func run() async throws {
        print(try await target.database.open { try await $0.addOrigin(origin, of: target.requester) })
    }
}

#endif
