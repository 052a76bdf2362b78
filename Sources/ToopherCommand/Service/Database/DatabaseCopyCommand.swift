#if Service

import ArgumentParser
import ToopherService

/// `toopher database copy`: moves an installation between SQLite and PostgreSQL.
struct DatabaseCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a database into another, empty one, from SQLite to PostgreSQL or back.",
        discussion: """
            Stop the service first. Afterwards the number of rows and a digest of each table are compared. The key file \
            stays as it is: give it to the service on the new database with --key-file.

            Example:
              toopher database copy toopher.sqlite \\
                postgresql://toopher@db.example.org/toopher
            """
    )

    @Argument(help: "The path or postgresql:// URL of the database to copy.")
    var from: String

    @Argument(help: "The path or postgresql:// URL of the database to copy into, which is created if it is a file.")
    var to: String

    func run() async throws {
        try DatabaseOptions.requireExisting(from)
        let progress = Progress("copied and compared", unit: "rows")
        defer { progress.end() }
        let copied = try await DatabaseAdministration.open(from, isMigrated: true) { source in
            try await DatabaseAdministration.open(to, isMigrated: true) {
                try await source.copy(to: $0, progress: { progress.report($0, of: nil) })
            }
        }
        progress.end()
        for summary in copied { print(summary.line) }
        print("start the service on the copy with the same key file: --key-file")
    }
}

#endif
