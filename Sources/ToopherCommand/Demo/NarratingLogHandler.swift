#if Service

import Logging

/// A log handler that says what the service was asked, and passes warnings on.
struct NarratingLogHandler: LogHandler {
    let narrator: Narrator
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]

    private var standardError = StreamLogHandler.standardError(label: "toopher")

    init(narrator: Narrator) {
        self.narrator = narrator
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level >= .warning { return standardError.log(event: event) }
        guard event.message == "sent a response", let values = event.metadata,
            let path = values["path"].map({ "\($0)" }),
            let method = values["method"], let status = values["status"], let sender = Self.sender(of: path)
        else { return }
        narrator.say("\(sender) → service  \(method) \(path)  \(status)")
    }

    /// Who asks for a path; `nil` for files, of which there are many.
    private static func sender(of path: String) -> String? {
        if path.hasPrefix("/v1/device/") { return "phone  " }
        if path.hasPrefix("/v1/web/") { return "page   " }
        return path.hasPrefix("/v1/") ? "shop   " : nil
    }
}

#endif
