#if Service

import ArgumentParser
import ToopherService

/// `toopher integration enable`: changes the state of an integration.
struct IntegrationEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Accept the requests of a disabled integration again.",
        discussion: """
            Example:
              toopher integration enable "$TOOPHER_INTEGRATION_KEY"
            """)

    @OptionGroup var target: IntegrationArgument

    func run() async throws {
        try await target.database.open { try await $0.setIntegration(target.integration, isEnabled: true) }
    }
}

#endif
