#if Service

import ArgumentParser
import Logging
import ToopherService

/// Which database.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: [.customLong("database")],
        help: "The database file; otherwise TOOPHER_DATABASE, otherwise toopher.sqlite.")
    var path: String?

    /// The settings of a service on this database that logs warnings only.
    func configuration() -> ServiceConfiguration {
        var logger = Logger(label: "toopher", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return ServiceConfiguration(
            databasePath: path ?? Environment.value("TOOPHER_DATABASE") ?? "toopher.sqlite", logger: logger)
    }
}

#endif
