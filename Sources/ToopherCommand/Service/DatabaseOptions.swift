#if Service

import ArgumentParser
import Database
import Logging
import SystemPackage
import ToopherService

/// The database that a command is about.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: [.customLong("database")],
        help: "The database: a file, or a postgresql:// URL; else TOOPHER_DATABASE, else toopher.sqlite.")
    var database: String?

    @Option(
        help: """
            The file with the key that encrypts secrets in the database, created if it is missing; else TOOPHER_KEY_FILE, else \
            the file of the database with .key behind it. With PostgreSQL it must be named.
            """)
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            """
            A file with settings of serve, as name = value; else, for serve, TOOPHER_CONFIG. Other commands take the database \
            and the key file from it.
            """, valueName: "file"))
    var config: String?

    /// The path or URL.
    var location: String { database ?? Environment.value("TOOPHER_DATABASE") ?? "toopher.sqlite" }

    /// Returns the settings of a service on this database that logs only warnings and errors.
    func configuration() -> ServiceConfiguration { configuration(ServiceLog.logger(.text, level: .warning)) }

    /// Returns the settings of a service on this database.
    func configuration(_ logger: Logger) -> ServiceConfiguration {
        var configuration = ServiceConfiguration(database: location, logger: logger)
        configuration.keyFile = keyFile ?? Environment.value("TOOPHER_KEY_FILE")
        return configuration
    }

    /// Whether the database is on a PostgreSQL server.
    var isPostgreSQL: Bool { (try? DatabaseLocation(location).isPostgreSQL) ?? false }

    /// Whether a key file is named, or is beside the database.
    var hasKeyFile: Bool {
        let configuration = configuration()
        return configuration.keyFile != nil
            || configuration.keyFilePath.map { (try? FilePath($0).stat()) != nil } ?? false
    }

    /// Whether there is a file of a name.
    static func isFile(_ path: String) -> Bool { (try? FilePath(path).stat()) != nil }

    /// Calls `body` with a service on the database, which must exist.
    ///
    /// - Parameter isExclusive: Whether to refuse an SQLite file that a service serves, and to keep one from starting.
    func open<Result>(
        isExclusive: Bool = false, _ body: (ToopherService) async throws -> Result
    ) async throws -> Result {
        try requireExisting()
        var configuration = configuration()
        configuration.isExclusive = isExclusive
        return try await ToopherService.open(configuration, body)
    }

    /// Throws if the database is a file that does not exist.
    func requireExisting() throws { try Self.requireExisting(location) }

    /// Throws if the database is a file that does not exist.
    static func requireExisting(_ location: String) throws {
        guard location != ":memory:", try !DatabaseLocation(location).isPostgreSQL else { return }
        // Not opened: to close a file drops the locks that SQLite holds on it.
        do throws(Errno) {
            _ = try FilePath(location).stat()
        } catch {
            // What else is wrong is said when it is opened.
            guard error != .noSuchFileOrDirectory else { throw CommandError("there is no database \(location)") }
        }
    }
}

#endif
