#if Service

import ArgumentParser
import Database
import ToopherService

/// `toopher backup`: copies the database, also while the service runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into a new file, also while the service runs.",
        discussion: """
            The file is complete, verified and on the disk when it has its name. Keep the key file too, in another place: \
            without it nobody can use the secrets in the backup. toopher audit head prints what shows later that the log of \
            decisions in a backup is not older than it should be.

            On PostgreSQL use pg_dump.

            Example:
              toopher backup backup.sqlite
            """
    )

    @OptionGroup var database: DatabaseOptions

    @Argument(help: "The file to write, which must not exist.")
    var file: String

    func run() async throws {
        guard !database.isPostgreSQL else { throw CommandError("use pg_dump for a database on PostgreSQL") }
        try database.requireExisting()
        try await DatabaseFile.copyWithProgress(database.location, to: file)
        print("\(file) is a copy of \(database.location)")
        if let key = database.configuration().keyFilePath {
            print("keep the key file \(key) too, in another place")
        }
    }
}

extension DatabaseFile {
    /// Copies and verifies a database, and says on a terminal that it takes its time.
    fileprivate static func copyWithProgress(_ source: String, to destination: String) async throws {
        try await Progress.ofTime("copying and verifying") { try copy(source, to: destination) }
    }
}

/// `toopher restore`: makes a database of a backup.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a database of a backup. There must be none yet.",
        discussion: """
            Stop the service, move its database away (and what has its name with -wal, -shm and .lock behind it), and put \
            the key file in its place. What happened after the backup is gone: whoever paired a phone since then pairs it \
            again, and one-time passwords and requests that were used since then could be used once more, as long as they \
            are in time.

            On PostgreSQL use pg_restore.

            Example:
              toopher restore backup.sqlite --database restored.sqlite \\
                --key-file toopher.sqlite.key
            """
    )

    @Argument(help: "The backup.")
    var file: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        guard !database.isPostgreSQL else { throw CommandError("use pg_restore for a database on PostgreSQL") }
        try DatabaseOptions.requireExisting(file)
        let location = database.location
        // Beside a database that exists they are its own, and it is refused below.
        for suffix in ["-wal", "-shm"]
        where !DatabaseOptions.isFile(location) && DatabaseOptions.isFile(location + suffix) {
            throw CommandError("\(location)\(suffix) is of another database: move it away first")
        }
        try await DatabaseFile.copyWithProgress(file, to: location)
        do {
            let version = try await DatabaseAdministration.open(location, isMigrated: false) {
                try await $0.version()
            }
            guard (1...DatabaseAdministration.supportedVersion).contains(version) else {
                throw CommandError(
                    version == 0
                        ? "\(file) is not a database of this service" : "\(file) is from a newer program: run that one")
            }
        } catch {
            DatabaseFile.remove(location)
            throw error
        }
        print("\(location) has what \(file) had")
        guard database.hasKeyFile else {
            return print(
                "the key of the secrets was not checked: put the key file in its place, or name it with --key-file")
        }
        let count = try await ToopherService.open(database.configuration()) { try await $0.checkSecrets() }
        print("secrets that the key file opens: \(count)")
    }
}

#endif
