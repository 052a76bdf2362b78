#if Service

import ArgumentParser
import ToopherService

/// `toopher integration remove`: removes an integration.
struct IntegrationRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove an integration. Its requester, users and phones stay.",
        discussion: """
            Example:
              toopher integration remove "$TOOPHER_INTEGRATION_KEY"
            """)

    @OptionGroup var target: IntegrationArgument

    func run() async throws {
        try await target.database.open { try await $0.removeIntegration(target.integration) }
    }
}

#endif
