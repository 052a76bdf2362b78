#if Service

import ArgumentParser
import ToopherService

/// `toopher push key`: prints the public key of the service's push messages.
struct PushKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the public key of the service's push messages (VAPID, RFC 8292).",
        discussion: """
            The key pair is created with the first use. It moves with the database and its key file: with another one, no \
            phone that has subscribed is reached any more.

            Example:
              toopher push key
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        print(try await database.open { try await $0.pushPublicKey() })
    }
}

#endif
