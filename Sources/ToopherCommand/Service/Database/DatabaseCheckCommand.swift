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

            With --json, an object: version, tables (name, rows and digest of each), and secrets, the number of those that the \
            key file opens; it is left out if there was no key file.

            Example:
              toopher database check --json
            """
    )

    @Flag(help: "Print one JSON object, in place of text.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try database.requireExisting()
        let tables = try await DatabaseAdministration.open(database.location, isMigrated: false, summaries)
        var report = Report(tables: tables.map { .init(name: $0.name, rows: $0.rowCount, digest: $0.digest) })
        if !json { for table in tables { print(table.line) } }
        if database.hasKeyFile {
            report.secrets = try await ToopherService.open(database.configuration()) { try await $0.checkSecrets() }
        }
        if json { return print(try JSONLine.of(report)) }
        print(
            report.secrets.map { "secrets that the key file opens: \($0)" }
                ?? "the key of the secrets was not checked: name it with --key-file")
    }

    private func summaries(of administration: DatabaseAdministration) async throws -> [TableSummary] {
        let version = try await administration.version()
        if !json { print("schema version \(version); this program knows \(DatabaseAdministration.supportedVersion)") }
        guard version == DatabaseAdministration.supportedVersion else {
            throw CommandError(
                version < DatabaseAdministration.supportedVersion
                    ? "the schema is older: run toopher database migrate" : "the schema is newer: run the newer program"
            )
        }
        let progress = Progress("read", unit: "rows")
        defer { progress.end() }
        return try await administration.summaries { progress.report($0, of: nil) }
    }

    private struct Report: Encodable {
        struct Table: Encodable {
            var name: String
            var rows: Int
            var digest: String
        }

        var version = DatabaseAdministration.supportedVersion
        var tables: [Table]
        var secrets: Int?
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
