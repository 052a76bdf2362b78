import Glibc

/// The process's environment variables.
enum Environment {
    /// The value of `name`; nil when it is not set or empty.
    static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// Whether a file descriptor is a terminal.
func isTerminalDescriptor(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
}

/// Hands buffered output on, for a reader that waits for it through a pipe.
func flushStandardOutput() {
    fflush(nil)
}

/// Ends this process.
func endProcess(status: Int32) -> Never {
    exit(status)
}
