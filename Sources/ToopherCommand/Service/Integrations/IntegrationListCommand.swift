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

            With --json, an object a line: id (the integration key), name, kind (auth-api or web), is_enabled, variants, \
            seen_variants, fails_open and requester_id.

            Example:
              toopher integration list --json
            """)

    @Flag(help: "Write a JSON object a line.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let integrations = try await database.open { try await $0.integrations() }
        for row in integrations.map(IntegrationRow.init) { print(try row.line(asJSON: json)) }
    }
}

private struct IntegrationRow: ListedRow {
    var id: String
    var name: String
    var kind: String
    var isEnabled: Bool
    var variants: [String]
    var seenVariants: [String]
    var failsOpen: Bool
    var requesterId: String

    init(_ integration: IntegrationSummary) {
        (id, name, kind) = (integration.key, integration.name, integration.kind.rawValue)
        (isEnabled, failsOpen) = (integration.isEnabled, integration.failsOpen)
        (variants, seenVariants) = (integration.settings.variants.sorted(), Array(integration.seenVariants))
        requesterId = integration.requesterID
    }

    var text: String {
        let columns = [
            id, kind, isEnabled ? "enabled" : "disabled", variants.joined(separator: ","),
            seenVariants.isEmpty ? "-" : seenVariants.joined(separator: ","), failsOpen ? "fails-open" : "-",
            requesterId, name,
        ]
        return columns.joined(separator: "\t")
    }
}

#endif
