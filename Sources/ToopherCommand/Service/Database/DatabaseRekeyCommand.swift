#if Service

import ArgumentParser
import ToopherService

/// `toopher database rekey`: seals the secrets with a new key.
struct DatabaseRekeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "Encrypt the secrets in the database with another key.",
        discussion: """
            Stop the service first, on every node: one on an SQLite file is noticed, those on PostgreSQL are not. The new key file is created if it is missing. Afterwards start the \
            service with the new file, and keep the old one as long as you keep backups that were made with it.

            Example:
              toopher database rekey --new-key-file new.key
            """
    )

    @OptionGroup var database: DatabaseOptions

    @Option(help: "The file of the new key.")
    var newKeyFile: String

    func run() async throws {
        let count = try await database.open(isExclusive: true) { try await $0.rekey(keyFile: newKeyFile) }
        print("secrets encrypted with the new key: \(count); start the service with --key-file \(newKeyFile)")
    }
}

#endif
