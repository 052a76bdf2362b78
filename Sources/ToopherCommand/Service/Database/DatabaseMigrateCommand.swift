#if Service

import ArgumentParser
import ToopherService

/// `toopher database migrate`: brings the schema up to date.
struct DatabaseMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema up to date, as serve does when it starts. Creates a database that is missing.",
        discussion: """
            Example:
              toopher database migrate
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let version = try await DatabaseAdministration.open(database.location, isMigrated: true) {
            try await $0.version()
        }
        print("schema version \(version)")
    }
}

#endif
