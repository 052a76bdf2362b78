#if Service

import ArgumentParser
import Logging
import ToopherService

/// The database that a command is about.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: [.customLong("database")],
        help: "The database file; else TOOPHER_DATABASE, else toopher.sqlite.")
    var path: String?

    /// Returns the settings of a service on this database that logs only warnings and errors.
    func configuration() -> ServiceConfiguration {
        var logger = Logger(label: "toopher", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return ServiceConfiguration(
            databasePath: path ?? Environment.value("TOOPHER_DATABASE") ?? "toopher.sqlite", logger: logger)
    }
}

#endif
