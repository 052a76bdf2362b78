#if Service

import ArgumentParser
import ToopherService

/// `toopher requester create`: creates a requester.
struct RequesterCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a requester and print its consumer key and secret. The secret is shown only once.",
        discussion: """
            Example:
              export $(toopher requester create Shop)
            """
    )

    @Argument(help: "The name that the phone shows.")
    var name: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let requester = try await ToopherService.open(database.configuration()) {
            try await $0.createRequester(name: name)
        }
        print("TOOPHER_CONSUMER_KEY=\(requester.consumerKey)")
        print("TOOPHER_CONSUMER_SECRET=\(requester.consumerSecret)")
    }
}

#endif
