#if Service

import ArgumentParser
import ToopherService

/// `toopher integration remove`: removes an integration.
struct IntegrationRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove an integration. Its requester, users and phones stay.")

    @OptionGroup var target: IntegrationArgument

    func run() async throws {
        try await target.database.open { try await $0.removeIntegration(target.integration) }
    }
}

#endif
