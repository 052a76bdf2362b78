#if Service

internal import Glibc
public import Logging

/// The log of a service: a line for each event, with its time in UTC.
///
/// What says the same again and again is written sixty times at once, then once a second: strangers must not fill a disk. The
/// next line then says how many were left out. Errors are never left out, and nothing is on the levels `debug` and `trace`.
public enum ServiceLog {
    /// How a line is written.
    public enum Format: String, Sendable, CaseIterable {
        /// For people: time, level, message, and `name=value`.
        case text
        /// For programs: a JSON object.
        case json
    }

    /// Returns a logger that writes lines to standard error.
    public static func logger(_ format: Format, level: Logger.Level) -> Logger {
        logger(format, level: level) { line in
            var rest = line[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
                // If standard error is closed, there is nowhere to report it.
                guard count > 0 || errno == EINTR else { return }
                rest = rest.dropFirst(max(0, count))
            }
        }
    }

    /// Returns a logger that hands each line, with its line end, to `write`, on the thread of the event.
    static func logger(
        _ format: Format, level: Logger.Level, now: @escaping @Sendable () -> Int64 = { milliseconds() },
        write: @escaping @Sendable ([UInt8]) -> Void
    ) -> Logger {
        let sink = LogSink(format: format, now: now, write: write)
        var logger = Logger(label: "toopher") { _ in LineLogHandler(sink: sink) }
        logger.logLevel = level
        return logger
    }

    /// The time, in milliseconds since 1970.
    private static func milliseconds() -> Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

#endif
