#if Service

import ArgumentParser
import ToopherService

/// `toopher database check`: reads the whole database.
struct DatabaseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read every row, and print the number of rows and a digest of each table.",
        discussion: """
            Opens the secrets too, if there is a key file beside the database or one is named. The digest is the same on SQLite \
            and PostgreSQL if the contents are. Ends with 1 if the schema is not the one of this program.
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try database.requireExisting()
        try await DatabaseAdministration.open(database.location, isMigrated: false, Self.printSummaries)
        guard database.hasKeyFile else {
            return print("the key of the secrets was not checked: name it with --key-file")
        }
        let count = try await ToopherService.open(database.configuration()) { try await $0.checkSecrets() }
        print("secrets that the key file opens: \(count)")
    }

    private static func printSummaries(of administration: DatabaseAdministration) async throws {
        let version = try await administration.version()
        print("schema version \(version); this program knows \(DatabaseAdministration.supportedVersion)")
        guard version == DatabaseAdministration.supportedVersion else {
            throw CommandError(
                version < DatabaseAdministration.supportedVersion
                    ? "the schema is older: run toopher database migrate" : "the schema is newer: run the newer program"
            )
        }
        for summary in try await administration.summaries() { print(summary.line) }
    }
}

extension TableSummary {
    /// The line about a table.
    var line: String {
        let padding = String(repeating: " ", count: max(1, 26 - name.count))
        return "\(name)\(padding)\(rowCount) rows, \(digest.prefix(16))"
    }
}

#endif
