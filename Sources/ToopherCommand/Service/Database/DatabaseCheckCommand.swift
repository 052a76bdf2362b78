#if Service

import ArgumentParser
import ToopherService

/// `toopher database check`: reads the whole database.
struct DatabaseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read every row, and print the number of rows and a digest of each table.",
        discussion: """
            Opens the secrets too, if there is a key file beside the database or one is named. The digest is the same on SQLite and PostgreSQL if the contents are. Ends with 1 if the schema \
            is not the one of this program.
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try database.requireExisting()
        let administration = try DatabaseAdministration(database.location, isMigrated: false)
        let version = try await administration.version()
        print("schema version \(version); this program knows \(DatabaseAdministration.supportedVersion)")
        guard version == DatabaseAdministration.supportedVersion else {
            throw CommandError(
                version < DatabaseAdministration.supportedVersion
                    ? "the schema is older: run toopher database migrate" : "the schema is newer: run the newer program"
            )
        }
        for summary in try await administration.summaries() { print(summary.line) }
        await administration.close()
        guard database.hasKeyFile else {
            return print("the key of the secrets was not checked: name it with --key-file")
        }
        let service = try await ToopherService(configuration: database.configuration())
        let checked: Result<Int, ServiceError>
        do throws(ServiceError) {
            checked = .success(try await service.checkSecrets())
        } catch {
            checked = .failure(error)
        }
        await service.close()
        print("secrets that the key file opens: \(try checked.get())")
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
