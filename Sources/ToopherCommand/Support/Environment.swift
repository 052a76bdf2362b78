import Glibc

/// The process's environment variables.
enum Environment {
    /// Returns the value of `name`; `nil` if it is missing or empty.
    static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// Returns whether a file descriptor is a terminal.
func isTerminalDescriptor(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
}

/// Writes buffered output, which a pipe's reader may wait for.
func flushStandardOutput() {
    fflush(nil)
}

/// Ends this process.
func endProcess(status: Int32) -> Never {
    exit(status)
}
