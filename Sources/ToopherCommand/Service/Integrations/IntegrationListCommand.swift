#if Service

import ArgumentParser
import ToopherService

/// `toopher integration list`: lists the integrations.
struct IntegrationListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the integrations, without their secret keys.",
        discussion: """
            The columns: integration key, kind, state, the signature variants that are accepted, those that were used so far, \
            whether a client has said that it lets users in when it cannot ask, the id of the requester, and the name.
            """)

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let integrations = try await database.open { try await $0.integrations() }
        for integration in integrations {
            let columns = [
                integration.key, integration.kind.rawValue, integration.isEnabled ? "enabled" : "disabled",
                integration.settings.variants.sorted().joined(separator: ","),
                integration.seenVariants.isEmpty ? "-" : integration.seenVariants.joined(separator: ","),
                integration.failsOpen ? "fails-open" : "-", integration.requesterID, integration.name,
            ]
            print(columns.joined(separator: "\t"))
        }
    }
}

#endif
