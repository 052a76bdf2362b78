#if Service

import ArgumentParser
import ToopherService

/// `toopher integration pin`: accepts certain signature variants only.
struct IntegrationPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Accept certain signature variants only, and print them.",
        discussion: """
            Without --accept, those that the integration has used so far.

            Example:
              toopher integration pin "$TOOPHER_INTEGRATION_KEY" --accept v5
            """)

    @Option(
        parsing: .upToNextOption,
        help: "The signature variants: \(IntegrationSettings.allVariants.joined(separator: ", ")).")
    var accept: [String] = []

    @OptionGroup var target: IntegrationArgument

    func run() async throws {
        let pinned = try await target.database.open {
            try await $0.pinIntegration(target.integration, to: accept.isEmpty ? nil : Set(accept))
        }
        print(pinned.joined(separator: ","))
    }
}

#endif
