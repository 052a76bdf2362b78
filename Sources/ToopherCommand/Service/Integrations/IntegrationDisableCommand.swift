#if Service

import ArgumentParser
import ToopherService

/// `toopher integration disable`: changes the state of an integration.
struct IntegrationDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Refuse the requests of an integration, until it is enabled again.",
        discussion: """
            Example:
              toopher integration disable "$TOOPHER_INTEGRATION_KEY"
            """)

    @OptionGroup var target: IntegrationArgument

    func run() async throws {
        try await target.database.open { try await $0.setIntegration(target.integration, isEnabled: false) }
    }
}

#endif
