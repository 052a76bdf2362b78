#if Service

import ArgumentParser
import Logging
import ToopherService

/// What the service writes to standard error.
struct LogOptions: ParsableArguments {
    @Option(help: "How lines of the log are written: text, or json for programs.")
    var logFormat: LogFormatArgument = .text

    @Option(help: "From which level on: trace, debug, info, notice, warning, error or critical.")
    var logLevel: LogLevelArgument = .info

    /// The log.
    var logger: Logger { ServiceLog.logger(logFormat.format, level: logLevel.level) }
}

/// The argument of `--log-format`.
enum LogFormatArgument: String, ExpressibleByArgument, CaseIterable {
    case text, json

    var format: ServiceLog.Format { self == .json ? .json : .text }
}

/// The argument of `--log-level`.
enum LogLevelArgument: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

#endif
