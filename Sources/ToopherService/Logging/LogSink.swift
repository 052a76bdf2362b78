#if Service

internal import Logging
internal import Synchronization

/// Where the lines of a log go.
final class LogSink: Sendable {
    private let format: ServiceLog.Format
    private let now: @Sendable () -> Int64
    private let output: @Sendable ([UInt8]) -> Void
    private let throttle = Mutex(LogThrottle())

    init(
        format: ServiceLog.Format, now: @escaping @Sendable () -> Int64, write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.now = now
        output = write
    }

    /// Writes an event, unless the like of it was written too often.
    func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        let now = now()
        var metadata = metadata
        if (Logger.Level.info...Logger.Level.warning).contains(level) {
            guard let omitted = throttle.withLock({ $0.take(message, at: now) }) else { return }
            if omitted > 0 { metadata["omitted"] = "\(omitted)" }
        }
        let line = ServiceLogLine(milliseconds: now, level: level, message: message, metadata: metadata)
        output(format == .json ? line.json : line.text)
    }
}

#endif
